"""Values that people gave for fields of an order. They are kept beside it and applied at every poll.

Amounts are not curable: the shop's money is the truth (invariant I3). A cured VAT rate keeps the
line's price and takes the VAT as contained in it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from facturier.model.finding import Cure, Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.money import vat_inside
from facturier.model.order import Order, OrderLine
from facturier.model.party import Address, Party

_ORDER: dict[str, Any] = {"currency": str, "invoice_asked": bool, "store_view": str, "source": str}
_PAYMENT: dict[str, Any] = {"method": str, "title": str}
_LINE: dict[str, Any] = {
    "kind": LineKind,
    "name": str,
    "sku": str,
    "unit": str,
    "description": str,
    "vat_percent": Decimal,
}
_PARTY = {name: kind for name, kind in Party.__annotations__.items() if name != "address"}
_ADDRESS = dict(Address.__annotations__)


class Cured(Struct, frozen=True):
    order: Order
    findings: tuple[Finding, ...]


def apply(order: Order, cures: Mapping[str, str]) -> Cured:
    """The order with every cure in place, and findings about cures that could not be applied.

    Paths: `currency`, `buyer.tax_id`, `buyer.address.city`, `ship_to.subdivision`, `payment.method`,
    `lines.<line id>.vat_percent` and their likes. A path that leads nowhere only warns, for the line may
    be gone with an edit in the shop; a value that does not fit holds the order.
    """
    findings = []
    for path, value in cures.items():
        try:
            order = _with(order, path, value)
        except KeyError:
            findings.append(_unknown(path, value))
        except (msgspec.ValidationError, ArithmeticError):
            findings.append(_unfit(path, value))
    return Cured(order, tuple(findings))


def _with(order: Order, path: str, value: str) -> Order:
    head, _, rest = path.partition(".")
    if head == "buyer":
        return _replace(order, buyer=_party(order.buyer, rest, value))
    if head == "ship_to":
        return _replace(order, ship_to=_field(order.ship_to or Address(), _ADDRESS, rest, value))
    if head == "payment":
        return _replace(order, payment=_field(order.payment, _PAYMENT, rest, value))
    if head == "lines":
        identity, _, name = rest.rpartition(".")
        return _replace(order, lines=_lines(order.lines, identity, name, value))
    cured: Order = _field(order, _ORDER, path, value)
    return cured


def _party(party: Party, path: str, value: str) -> Party:
    head, _, rest = path.partition(".")
    if head == "address":
        return _replace(party, address=_field(party.address, _ADDRESS, rest, value))
    cured: Party = _field(party, _PARTY, path, value)
    return cured


def _lines(lines: tuple[OrderLine, ...], identity: str, name: str, value: str) -> tuple[OrderLine, ...]:
    if not any(line.id == identity for line in lines):
        raise KeyError(identity)
    return tuple(_line(line, name, value) if line.id == identity else line for line in lines)


def _line(line: OrderLine, name: str, value: str) -> OrderLine:
    cured: OrderLine = _field(line, _LINE, name, value)
    if name == "vat_percent" and cured.vat_percent is not None:
        return _replace(cured, tax=vat_inside(line.gross, cured.vat_percent))
    return cured


def _field(target: Any, fields: Mapping[str, Any], name: str, value: str) -> Any:
    return _replace(target, **{name: msgspec.convert(value.strip(), fields[name], strict=False)})


_replace = msgspec.structs.replace


def _unknown(path: str, value: str) -> Finding:
    message = say(
        "The correction of %(field)s to %(value)s no longer fits this order. Check it or remove it.",
        field=path,
        value=value,
    )
    return Finding(Severity.WARN, "CURE-PATH", path, message)


def _unfit(path: str, value: str) -> Finding:
    message = say("%(value)s cannot be the value of %(field)s. Enter another one.", field=path, value=value)
    return Finding(Severity.HOLD, "CURE-VALUE", path, message, Cure(path))
