"""Reads what is needed to decide what became of a create whose answer was lost (fact sheet, section 13).

SmartBill has no search and takes no key: a document is found by walking the numbers. The next number
may fall back when a person deletes the last document, so that an unchanged next number proves nothing.
"""

from collections.abc import Mapping

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Misconfigured, Missing, Refused
from facturier.ports.system import IntentView, Numbered, Settlement, Verdict
from facturier.systems.smartbill.client import Client
from facturier.systems.smartbill.looks import Look, Looker
from facturier.systems.smartbill.numbers import Spelling, next_number, series_row, series_type
from facturier.systems.smartbill.verdict import Evidence, Sought, conclude

DEPTH = 5
MOST = 25


def settle(client: Client, intent: IntentView, known: Mapping[str, Numbered], usual_width: int) -> Settlement:
    """One look. Three calls where the document is the next one, about a dozen where it is nowhere."""
    draft, position = intent.draft, intent.position
    if draft.prepare_only or position.next_number is None:
        why = (
            "SmartBill gives an unfinished document no number, so it cannot be looked up. Look for it there."
        )
        return Settlement(Verdict.UNKNOWN, why=why)
    upto = next_number(series_row(client, position.series, series_type(draft.kind)))
    spelling = Spelling([*known, *position.facts.values()], usual_width)
    looker = Looker(client, draft.kind, position.series, spelling)
    explained = {int(text): entry for text, entry in known.items() if text.isdigit()}
    sought = Sought.of(intent, explained)
    newer = range(position.next_number, upto)
    looks = [looker.look_or_not(number) for number in newer[:MOST]]
    if any(sought.is_it(look, explained) for look in looks):
        return conclude(sought, Evidence(position.next_number, upto, tuple(looks), explained))
    older = _below(min(position.next_number, upto), explained)
    looks += _down(looker, older[:MOST], explained)
    whole = max(len(newer), len(older)) <= MOST
    made = _made_from(client, draft)
    return conclude(sought, Evidence(position.next_number, upto, tuple(looks), explained, made, whole))


def _below(number: int, known: Mapping[int, Numbered]) -> range:
    """Numbers below `number` down to the fifth last known one, or five where fewer are known."""
    last = sorted(other for other in known if other < number)[-DEPTH:]
    lowest = last[0] if len(last) == DEPTH else max(1, min([number - DEPTH, *last]))
    return range(number - 1, lowest - 1, -1)


def _down(looker: Looker, numbers: range, known: Mapping[int, Numbered]) -> list[Look]:
    """Looks in falling order. A missing number below all that exist is where the series begins, no gap."""
    looks: list[Look] = []
    for number in numbers:
        seen = looker.look_or_not(number)
        if not seen.found and looks and looks[-1].found and number < min(known, default=numbers[0]):
            break
        looks.append(seen)
    return looks


def _made_from(client: Client, draft: Draft) -> tuple[str, ...]:
    """Names of the invoices made from the draft's proforma; none where SmartBill will not say."""
    proforma = draft.original
    if proforma is None or proforma.kind is not DocumentKind.PROFORMA:
        return ()
    try:
        made = client.invoices_of(proforma.series, proforma.number)
    except (Misconfigured, Refused, Missing):
        return ()
    return tuple(f"{name.series} {name.number}" for name in made if name.number.strip())
