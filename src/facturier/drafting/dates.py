"""The days of a document, in the company's calendar. None leaves a day to the moment of sending."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from facturier.drafting.choices import DateBasis, RateDay
from facturier.drafting.context import Context
from facturier.model.order import Order


class Days(Struct, frozen=True):
    """ordered: in the shop. issue: None while it is the day of sending. tax: decides VAT rates; exchange:
    decides the rate.
    """

    ordered: date
    issue: date | None
    tax: date
    exchange: date
    due: date | None
    due_days: int | None

    @property
    def tax_point(self) -> date | None:
        """Stated on the document only where it is another day than the issue."""
        return self.tax if self.issue is not None and self.tax != self.issue else None


def days(order: Order, context: Context, due_days: int | None) -> Days:
    """selection has made sure that a day of payment is known where it is asked for."""
    settings = context.settings
    zone = ZoneInfo(context.company.zone)
    ordered = order.placed_at.astimezone(zone).date()
    paid = _day(order.payment.paid_at, zone)
    issue = _chosen(settings.issue_date, ordered, paid)
    issuing = issue or context.today
    tax = _chosen(settings.tax_point, ordered, paid) or issuing
    exchange = _rate_day(settings.rate_day, ordered, issuing, tax)
    due = issue + timedelta(days=due_days) if issue is not None and due_days is not None else None
    return Days(ordered, issue, tax, exchange, due, due_days)


def _chosen(basis: DateBasis, ordered: date, paid: date | None) -> date | None:
    """None for the day of issue."""
    if basis is DateBasis.ISSUE:
        return None
    return ordered if basis is DateBasis.ORDERED else paid


def _rate_day(wanted: RateDay, ordered: date, issuing: date, tax: date) -> date:
    if wanted is RateDay.ISSUE:
        return issuing
    if wanted is RateDay.BEFORE_ISSUE:
        return issuing - timedelta(days=1)
    return tax if wanted is RateDay.TAX_POINT else ordered


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
