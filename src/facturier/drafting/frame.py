"""Everything on a document beside its lines and sums: days, currency, parties, series and texts."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting import mentions, payment
from facturier.drafting.context import Context
from facturier.drafting.dates import Days, days
from facturier.drafting.exchange import Conversion, conversion
from facturier.drafting.limits import series_of
from facturier.drafting.preflight import Parties, check_parties
from facturier.drafting.rules import Rule
from facturier.drafting.settings import PaymentMap
from facturier.model.finding import Finding
from facturier.model.order import Order

ONE = Decimal(1)
_NO_RULE = Rule()


class Texts(Struct, frozen=True):
    series: str
    language: str
    mentions: str
    observations: str
    payment: str
    findings: tuple[Finding, ...]


class Frame(Struct, frozen=True):
    """pay: the route's row for the order's payment method."""

    days: Days
    money: Conversion
    people: Parties
    texts: Texts
    pay: PaymentMap

    @property
    def rate(self) -> Decimal:
        """What one unit of the order's currency is worth in the document's."""
        shop = self.money.shop
        return shop.rate if shop is not None and shop.rate is not None else ONE

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.people.findings, *self.money.findings, *self.texts.findings)


def frame(order: Order, rule: Rule | None, context: Context) -> Frame:
    pay = payment.mapping(order, context)
    when = days(order, context, payment.due_days(pay, context))
    return Frame(
        when,
        conversion(order, context, when.exchange),
        check_parties(order, context, when),
        _texts(order, rule or _NO_RULE, context, when.ordered, payment.title(order, pay)),
        pay,
    )


def _texts(order: Order, rule: Rule, context: Context, ordered: date, paid_by: str) -> Texts:
    """The rule's texts where it has them, else the route's."""
    settings = context.settings
    known = mentions.facts(order, ordered, context.part, paid_by)
    first = mentions.write(rule.mentions or settings.mentions, "mentions", known)
    second = mentions.write(rule.observations or settings.observations, "observations", known)
    series, about_series = series_of(rule.series or settings.series, context)
    return Texts(
        series,
        rule.language or settings.language,
        first.text,
        second.text,
        paid_by,
        (*about_series, *first.findings, *second.findings),
    )
