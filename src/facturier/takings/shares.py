"""What an order adds to the takings, split by VAT treatment as a document of it would be.

Shipping, fees and discounts follow the goods just as on an invoice, by the same settings. A voucher that is good for
many things is a means of payment: no takings when it is sold, and what is bought with it counts in full
(art. 6-quater DPR 633/1972 [guess], Directive 2006/112 art. 30b). A route that calls them discounts is believed.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting import cures
from facturier.drafting.choices import QuantitySource, StoredValue
from facturier.drafting.company import Company
from facturier.drafting.context import Context
from facturier.drafting.parts import Portion, take
from facturier.drafting.places import destination
from facturier.drafting.rules import first_rule
from facturier.drafting.settings import RouteSettings
from facturier.drafting.sums import reconcile
from facturier.drafting.taxed import Sale, Taxed
from facturier.drafting.vat import treat
from facturier.drafting.words import words_of
from facturier.model.arithmetic import Arithmetic, VatPer
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import total
from facturier.model.order import Order
from facturier.ports.capabilities import Capabilities, Settling
from facturier.ports.offers import Offers
from facturier.takings.treatment import Share, Treatment

_VOUCHERS = frozenset({LineKind.GIFT_CARD, LineKind.STORE_CREDIT})
# No invoicing system takes part: nothing is named or fitted for one.
_NO_SYSTEM = Capabilities(frozenset(), Settling.BY_NUMBER, Arithmetic((), VatPer.RATE), None)


class Worth(Struct, frozen=True):
    """By order line, so that a refund of a line finds its rates. refused: why it cannot be said; then no shares."""

    lines: Mapping[str, tuple[Share, ...]] = {}
    refused: Message | None = None

    @property
    def shares(self) -> tuple[Share, ...]:
        return tuple(share for shares in self.lines.values() for share in shares)

    @property
    def gross(self) -> Decimal:
        return total(share.gross for share in self.shares)


def worth(
    order: Order, company: Company, settings: RouteSettings, corrected: Mapping[str, str], day: date
) -> Worth:
    """day: of the sale, which decides the rates that may be charged. corrected: people's values by field path."""
    context = Context(settings, company, _NO_SYSTEM, Offers(), day)
    cured = cures.apply(order, corrected)
    if cured.order.currency != company.currency:
        return Worth(refused=_foreign(cured.order, company))
    summed = reconcile(cured.order, settings, words_of(company.country))
    part = take(summed.order, QuantitySource.ORDERED, ())
    portions = tuple(one for one in part.portions if _counts(one, settings))
    answer = treat(portions, _sale(summed.order, context), context)
    findings = (*cured.findings, *summed.findings, *part.findings, *_unknown(portions), *answer.findings)
    refused = next((one.message for one in findings if one.severity is Severity.HOLD), None)
    return Worth(refused=refused) if refused is not None else Worth(_by_line(answer.lines))


def _counts(one: Portion, settings: RouteSettings) -> bool:
    if one.line.kind not in _VOUCHERS:
        return True
    return one.gross < 0 and settings.stored_value is StoredValue.DISCOUNT


def _unknown(portions: tuple[Portion, ...]) -> list[Finding]:
    return [
        Finding(Severity.HOLD, "LINE-KIND", f"lines.{one.line.id}.kind", _kind_of(one))
        for one in portions
        if one.line.kind is LineKind.UNKNOWN
    ]


def _kind_of(one: Portion) -> Message:
    return say(
        "%(line)s is of an unknown kind. Say what it is: goods, service, shipping, fee, discount or another.",
        line=one.line.name or one.line.id,
    )


def _foreign(order: Order, company: Company) -> Message:
    return say(
        "The order is in %(currency)s, and the register is kept in %(own)s: nothing is converted here. Invoice it, "
        "or leave it out and write it into the register by hand.",
        currency=order.currency,
        own=company.currency,
    )


def _sale(order: Order, context: Context) -> Sale:
    home = context.company.country
    rule = first_rule(context.settings.rules, order, home)
    return Sale(
        seller=home,
        buyer=destination(order, home),
        company=order.buyer.company,
        day=context.today,
        rules=(*(rule.vat if rule is not None else ()), *context.settings.vat_rules),
    )


def _by_line(lines: tuple[Taxed, ...]) -> Mapping[str, tuple[Share, ...]]:
    found: dict[str, tuple[Share, ...]] = {}
    for one in lines:
        share = Share(Treatment(one.vat.category, one.vat.percent), one.portion.gross)
        found[one.portion.line.id] = (*found.get(one.portion.line.id, ()), share)
    return found
