"""What became of a create whose answer was lost (fact sheet, section 19).

Our mark stands in the subject, which is not printed. Whether `q` can search it is not known, so the documents of that
type and day are read, and subjects are compared here. Then the bin, for somebody may have deleted it meanwhile.
"""

from collections.abc import Iterable

from facturier.model.draft import Draft
from facturier.model.message import say
from facturier.model.reference import installation_of, references_in
from facturier.ports.errors import NotNow
from facturier.ports.http import RETRY
from facturier.ports.system import IntentView, Settlement, Verdict
from facturier.systems.fattureincloud import documents
from facturier.systems.fattureincloud.answers import Binned, Document
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.documents import Changed, TooMany, rows
from facturier.systems.fattureincloud.names import TYPES


def settle(client: Client, intent: IntentView) -> Settlement:
    """One look: one call for each hundred documents of that day, and one for the bin."""
    draft, mark = intent.draft, intent.reference
    type = TYPES[draft.kind]
    if draft.issue_date is None:
        return Settlement(Verdict.UNKNOWN, why="The draft had no date, so there is no day to look at.")
    try:
        there = list(rows(client, type, f"date = '{draft.issue_date}'", "number,numeration"))
    except Changed as error:
        raise NotNow(
            say("The list of documents changed while it was read."), client.now() + RETRY, str(error)
        ) from error
    except TooMany as error:
        return Settlement(
            Verdict.UNKNOWN, why=f"The documents of that day cannot be read as a whole: {error}."
        )
    foreign = tuple(
        dict.fromkeys(
            one
            for row in there
            for one in references_in(row.subject or "")
            if installation_of(one) != installation_of(mark)
        )
    )
    ours = [row for row in there if mark in references_in(row.subject or "")]
    fits = [row for row in ours if row.amount_gross == abs(draft.totals.payable)]
    if len(fits) == 1 == len(ours):
        (row,) = fits
        found = documents.issued(client, row, draft)
        return Settlement(
            Verdict.FOUND, document=found, candidates=(documents.candidate(row, draft.kind),), foreign=foreign
        )
    if ours:
        why = (
            "A document bears our reference, but another sum." if len(ours) == 1 else "Two documents bear it."
        )
        return _unknown(why, ours, draft, foreign)
    if alike := [row for row in there if _alike(row, draft)]:
        return _unknown("A document has the expected sum and buyer, but no reference.", alike, draft, foreign)
    if gone := [row for row in _bin(client) if mark in references_in(row.subject or "")]:
        return _unknown("It was made, and lies in the recycle bin.", gone, draft, foreign)
    proof = f"no {type} of {draft.issue_date}, nor any in the bin, has {mark}"
    return Settlement(Verdict.ABSENT, proof=proof, foreign=foreign)


def _unknown(
    why: str, rows: Iterable[Document | Binned], draft: Draft, foreign: tuple[str, ...]
) -> Settlement:
    candidates = tuple(documents.candidate(row, draft.kind) for row in rows)
    return Settlement(Verdict.UNKNOWN, why=why, candidates=candidates, foreign=foreign)


def _alike(row: Document, draft: Draft) -> bool:
    """It may be ours with its subject changed by hand: where sum or buyer is not told, that cannot be ruled out."""
    if references_in(row.subject or ""):
        return False
    name = row.entity.name if row.entity else None
    same_sum = row.amount_gross in (None, abs(draft.totals.payable))
    return same_sum and (name is None or name.strip().casefold() == draft.buyer.name.strip().casefold())


def _bin(client: Client) -> list[Binned]:
    return client.get("/bin/issued_documents", list[Binned])
