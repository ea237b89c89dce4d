"""Reads what is needed to decide what became of a create whose answer was lost (fact sheet, section 9).

Invoices are listed with their mentions, so one page tells nearly always. Of proformas and delivery notes there is no
list: they are read by number, and the mark is looked for in the PDF. The next number of the series shows in either
case whether something was left out. Nothing is ever sent again to find out.
"""

from collections.abc import Mapping

from facturier.ports.system import IntentView, Numbered, Settlement
from facturier.systems.oblio import documents, looks
from facturier.systems.oblio.answers import SeriesRow, ordinal
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.payload import series_of
from facturier.systems.oblio.verdict import Evidence, conclude, is_it

DEPTH = 5
MOST = 25
PAGES = 5


def settle(client: Client, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
    """One look: two calls for an invoice, up to two for each number of what has no list."""
    series = intent.position.series or series_of(intent.draft)
    row = documents.series_row(client, series, intent.draft.kind)
    explained = {int(text): entry for text, entry in known.items() if text.isdigit()}
    first = intent.position.next_number
    lowest = _lowest(min(first or row.upcoming, row.upcoming), explained, row)
    if documents.listed(intent.draft.kind):
        numbers = range(lowest, row.upcoming)
        found = looks.listed(client, series, row.width, numbers, PAGES)
        whole = len(numbers) <= PAGES * documents.PAGE
        return conclude(intent, Evidence(first, row.upcoming, tuple(found), explained, whole))
    return _by_number(client, intent, series, row, lowest, explained)


def _by_number(
    client: Client,
    intent: IntentView,
    series: str,
    row: SeriesRow,
    lowest: int,
    explained: Mapping[int, Numbered],
) -> Settlement:
    """The newer numbers first: where it is among them, the older ones need not be read."""
    first, kind = intent.position.next_number, intent.draft.kind
    newer = range(max(first or row.upcoming, lowest), row.upcoming)
    older = range(min(first or row.upcoming, row.upcoming) - 1, lowest - 1, -1)
    found = [looks.of_number(client, kind, series, number, row.width) for number in newer[:MOST]]
    if not any(is_it(intent, look) for look in found):
        found += [looks.of_number(client, kind, series, number, row.width) for number in older[:MOST]]
    whole = max(len(newer), len(older)) <= MOST
    return conclude(intent, Evidence(first, row.upcoming, tuple(found), explained, whole))


def _lowest(number: int, known: Mapping[int, Numbered], row: SeriesRow) -> int:
    """Down to the fifth last known number below `number`, or five where fewer are known; not below the start."""
    last = sorted(other for other in known if other < number)[-DEPTH:]
    lowest = last[0] if len(last) == DEPTH else min([number - DEPTH, *last])
    return max(lowest, ordinal(row.start))
