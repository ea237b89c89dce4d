"""The days of a document, in the company's calendar. None leaves a day to the moment of sending."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from facturier.drafting.choices import DateBasis, RateDay
from facturier.drafting.context import Context
from facturier.model.order import Order


class Days(Struct, frozen=True):
    """issue: None while it is the day of sending. tax: decides VAT rates; exchange: decides the rate."""

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
    issue = {DateBasis.ORDERED: ordered, DateBasis.PAID: paid}.get(settings.issue_date)
    issuing = issue or context.today
    tax = {DateBasis.ORDERED: ordered, DateBasis.PAID: paid}.get(settings.tax_point) or issuing
    exchange = {
        RateDay.ORDERED: ordered,
        RateDay.ISSUE: issuing,
        RateDay.BEFORE_ISSUE: issuing - timedelta(days=1),
        RateDay.TAX_POINT: tax,
    }[settings.rate_day]
    due = issue + timedelta(days=due_days) if issue is not None and due_days is not None else None
    return Days(issue, tax, exchange, due, due_days)


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
