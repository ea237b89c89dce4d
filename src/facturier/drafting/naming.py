"""What a line is called, by which code and unit it goes."""

from msgspec import Struct

from facturier.drafting.choices import Identity, UnitSource
from facturier.drafting.context import Context
from facturier.drafting.countries.text import cut
from facturier.drafting.words import words_of
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.order import OrderLine

# Item name and description in CIUS-RO (BR-RO-L100, L200); a longer one is refused by ANAF.
_NAME_LIMIT = {"RO": 100}
_DESCRIPTION_LIMIT = {"RO": 200}
# SmartBill takes 2000; beyond this nobody reads on.
_LONGEST_DESCRIPTION = 1000
# Asked for on every line, and Python 3.11 is slow at finding a member in its class.
_SHIPPING, _BY_TITLE = LineKind.SHIPPING, Identity.TITLE
_SYSTEM_UNIT, _SHOP_UNIT = UnitSource.SYSTEM, UnitSource.SHOP
_PRODUCTS = frozenset({LineKind.GOODS, LineKind.SERVICE})


class Named(Struct, frozen=True):
    name: str
    description: str
    code: str
    unit: str
    findings: tuple[Finding, ...] = ()


def named(line: OrderLine, context: Context) -> Named:
    """A name that fits: cut between words, the rest moved into the description.

    By title the name must stay as it is, for the system finds the product by it; no code is sent then.
    """
    name, description, findings = _texts(line, context)
    code, about_code = _code(line, context)
    unit, about_unit = _unit(line, context)
    return Named(name, description, code, unit, findings + about_code + about_unit)


def _texts(line: OrderLine, context: Context) -> tuple[str, str, tuple[Finding, ...]]:
    settings, country = context.settings, context.company.country
    full = (settings.shipping_name if line.kind is _SHIPPING else "") or line.name
    most = context.capabilities.max_name
    limit = min(most, _NAME_LIMIT.get(country, most))
    name, rest = cut(full, limit)
    if not name:
        return "", line.description, (_nameless(line),)
    if rest and settings.use_stock and settings.identity is _BY_TITLE and line.kind in _PRODUCTS:
        return full, line.description, (_too_long(line, limit),)
    description = f"{rest} {line.description}" if rest else line.description
    if description:
        description = cut(description, _DESCRIPTION_LIMIT.get(country, _LONGEST_DESCRIPTION))[0]
    return name, description, ()


def _code(line: OrderLine, context: Context) -> tuple[str, tuple[Finding, ...]]:
    settings = context.settings
    if settings.identity is _BY_TITLE:
        return "", ()
    if line.kind is _SHIPPING:
        return settings.shipping_code, ()
    if line.sku or line.kind not in _PRODUCTS:
        return line.sku, ()
    field = f"lines.{line.id}.sku"
    message = say("%(line)s has no product code. Enter one, or let products go by title.", line=line.name)
    severity = Severity.HOLD if settings.use_stock else Severity.WARN
    return "", (Finding(severity, "NO-CODE", field, message, Cure(field)),)


def _unit(line: OrderLine, context: Context) -> tuple[str, tuple[Finding, ...]]:
    """Empty for the system's own unit. An offered unit is written as the system writes it."""
    settings, offered = context.settings, context.offers.units
    if settings.unit_source is _SYSTEM_UNIT:
        return "", ()
    unit = settings.unit or words_of(context.company.country).piece
    if line.unit and settings.unit_source is _SHOP_UNIT:
        unit = line.unit
    if not offered or unit in offered:
        return unit, ()
    spelled = next((one for one in offered if one.casefold() == unit.casefold()), None)
    if spelled is not None:
        return spelled, ()
    field = f"lines.{line.id}.unit"
    message = say(
        "The invoicing system does not know the unit %(unit)s of %(line)s. Add it there or choose another.",
        unit=unit,
        line=line.name,
    )
    return unit, (Finding(Severity.WARN, "UNIT", field, message, Cure(field, offered[0])),)


def _nameless(line: OrderLine) -> Finding:
    field = f"lines.{line.id}.name"
    message = say("A line has no name (code %(code)s). Enter one.", code=line.sku or line.id)
    return Finding(Severity.HOLD, "BR-25", field, message, Cure(field, line.sku))


def _too_long(line: OrderLine, limit: int) -> Finding:
    message = say(
        "The name of %(line)s is longer than %(limit)s characters. The system finds the product by its name, "
        "so it cannot be cut: shorten it in the shop and the system, or let products go by code.",
        line=line.name,
        limit=limit,
    )
    return Finding(Severity.HOLD, "NAME-LENGTH", f"lines.{line.id}.name", message)
