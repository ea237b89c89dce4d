"""The register of daily takings: begun, closed day by day, read, and corrected by people."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

from babel import Locale
from tests.proof.deeds.clicks import order_of, told
from tests.proof.ground import Ground

from facturier.flows import takings_check, takings_close, takings_month
from facturier.ports.clock import business_date
from facturier.store.models import Company, TakingsRegister
from facturier.takings.judge import Abroad
from facturier.takings.printing.page import as_pdf
from facturier.takings.printing.sheet import sheet
from facturier.takings.printing.table import as_csv, as_xlsx

WEEK = timedelta(days=7)


def register(ground: Ground) -> TakingsRegister | None:
    return TakingsRegister.objects.select_related("company").first()


@told
def begin(ground: Ground, order: int = 0) -> None:
    """Of every company, also where the country knows none: then they are told."""
    for company in Company.objects.filter(organisation=ground.account.organisation):
        today = business_date(ground.env.clock.now(), company.facts.zone)
        takings_close.begin(ground.env, company, today, Abroad.HOME, "Ana")


def close(ground: Ground, order: int = 0) -> None:
    ground.tell(f"closes {takings_close.close_all(ground.env)} days")


def read(ground: Ground, order: int = 0) -> None:
    """The month, each of its days, and whether all agrees."""
    if (found := register(ground)) is None:
        return
    today = business_date(ground.env.clock.now(), found.company.facts.zone)
    shown = takings_month.month(ground.env, found, today.replace(day=1))
    for day in shown.days:
        takings_month.opened(ground.env, found, day.day)
    checked = takings_check.check(ground.env, found, today - WEEK, today)
    ground.tell(f"{checked.orders} orders, {checked.written} in the register")


def printed(ground: Ground, order: int = 0) -> None:
    """For the accountant: the month as a table, as a spreadsheet and on paper."""
    if (found := register(ground)) is None:
        return
    today = business_date(ground.env.clock.now(), found.company.facts.zone)
    shown = sheet(takings_month.month(ground.env, found, today.replace(day=1)), str)
    text = as_csv(shown).decode()
    written = sum(
        (Decimal(row["gross"]) for row in csv.DictReader(StringIO(text)) if row["gross"]), Decimal(0)
    )
    ground.tell(f"prints {written}, {len(as_xlsx(shown)) > 0}, {as_pdf(shown, Locale('it'))[:4]!r}")
    if written != shown.whole.gross:
        ground.unseen.append(f"the table says {written}, the month {shown.whole.gross}")


@told
def leave_out(ground: Ground, order: int) -> None:
    if (found := register(ground)) is not None and (row := order_of(ground, order)) is not None:
        takings_close.leave_out(ground.env, found, row, "in the till", "Ana")


@told
def put_back(ground: Ground, order: int) -> None:
    if (found := register(ground)) is not None and (row := order_of(ground, order)) is not None:
        takings_close.put_back(ground.env, found, row, "Ana")
