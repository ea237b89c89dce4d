"""What people ask of a system by name, as on the command line."""

from collections.abc import Mapping
from datetime import timedelta
from unittest.mock import patch

from tests.proof.deeds.clicks import document_of, order_of, told
from tests.proof.ground import Ground

from facturier.flows.env import connector_of, settings_of
from facturier.ports.clock import SystemClock, business_date
from facturier.ports.errands import Report
from facturier.ports.registry import loaded
from facturier.store.models import Connection


def asked(ground: Ground, name: str, words: Mapping[str, str], years: int = 0) -> Report:
    """It has the clock of its machine, which is the story's here; years: have passed there, which nobody plays."""
    account = Connection.objects.get(pk=ground.account.pk)
    found = connector_of(account)
    settings = settings_of(found, account)
    errand = {one.name: one for one in loaded(found.errands)}[name]
    later = timedelta(days=366 * years)
    with patch.object(SystemClock, "now", lambda _: ground.env.clock.now() + later):
        report: Report = errand.run({account.label: settings}, words)
    return report


@told
def errand(
    ground: Ground, order: int = 0, name: str = "", words: Mapping[str, str] | None = None, years: int = 0
) -> None:
    """In words `{buyer}` and `{document}` stand for the order's, `{today}` and `{yesterday}` for the day. What is
    said may name the book, which is made anew in each run: its text alone is told."""
    facts = _facts(ground, order)
    report = asked(ground, name, {key: text.format(**facts) for key, text in (words or {}).items()}, years)
    said = report.said.text if report.said else ""
    ground.tell(f"{name}: {said} {len(report.rows)} rows")


def _facts(ground: Ground, order: int) -> dict[str, str]:
    row, document = order_of(ground, order), document_of(ground, order)
    today = business_date(ground.env.clock.now(), ground.vendor.company.zone)
    heard = row.snapshot.facts if row is not None and row.snapshot is not None else None
    return {
        "buyer": heard.buyer.name if heard is not None else "nobody yet",
        "document": f"{document.series} {document.number}" if document is not None else "none yet",
        "today": f"{today}",
        "yesterday": f"{today - timedelta(days=1)}",
    }
