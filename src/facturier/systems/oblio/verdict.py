"""Found, absent or unknown: the decision alone, from what was read (fact sheet, section 9; DESIGN 5.7).

FOUND needs our mark, and the sum where it is told. ABSENT needs every number of the series, from the last five known
ones up to the next, to be explained. Everything else is UNKNOWN.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256

import msgspec
from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.reference import installation_of
from facturier.ports.system import Candidate, IntentView, Numbered, Settlement, Verdict
from facturier.systems.oblio.documents import link_id
from facturier.systems.oblio.looks import Look

_ENCODER = msgspec.json.Encoder(decimal_format="string")


class Evidence(Struct, frozen=True):
    """Everything that one look read. first: next number before the create, None where it was not read; upto: now.

    known: what the store explains, by number. whole: no number was left unread.
    """

    first: int | None
    upto: int
    looks: tuple[Look, ...]
    known: Mapping[int, Numbered]
    whole: bool = True

    def proof(self) -> str:
        read = [(look.candidate, look.found, look.marks) for look in self.looks]
        return sha256(_ENCODER.encode((self.upto, sorted(read, key=str)))).hexdigest()


def conclude(intent: IntentView, seen: Evidence) -> Settlement:
    """`foreign` holds the marks of other installations, whatever the verdict."""
    home = installation_of(intent.reference)
    marks = dict.fromkeys(mark for look in seen.looks for mark in look.marks)
    foreign = tuple(mark for mark in marks if installation_of(mark) != home)
    ours = [look for look in seen.looks if is_it(intent, look)]
    if len(ours) == 1:
        return Settlement(
            Verdict.FOUND,
            document=_issued(intent, ours[0]),
            candidates=(ours[0].candidate,),
            foreign=foreign,
        )
    doubts = [(look.candidate, "More than one document fits.") for look in ours]
    doubts = doubts or list(_doubts(intent, seen))
    if doubts:
        candidates = tuple(candidate for candidate, _ in doubts if candidate.number)
        return Settlement(Verdict.UNKNOWN, why=doubts[0][1], candidates=candidates, foreign=foreign)
    return Settlement(Verdict.ABSENT, proof=seen.proof(), foreign=foreign)


def is_it(intent: IntentView, look: Look) -> bool:
    """Mark and sum; a proforma's sum may not be told."""
    total = look.candidate.total
    return intent.reference in look.marks and total in (None, intent.draft.totals.payable)


def _issued(intent: IntentView, look: Look) -> Issued:
    draft: Draft = intent.draft
    return Issued(
        kind=draft.kind,
        series=intent.position.series or draft.series,
        number=look.candidate.number,
        issued_on=draft.issue_date,
        currency=draft.currency,
        total=look.candidate.total,
        remote_id=link_id(look.link),
        public_link=look.link,
    )


def _doubts(intent: IntentView, seen: Evidence) -> Iterator[tuple[Candidate, str]]:
    for look in seen.looks:
        if why := _doubt(look, intent, seen.known):
            yield look.candidate, why
    for number, entry in seen.known.items():
        if number >= seen.upto:
            gone = Candidate(entry.number, entry.total, entry.reference, said="gone")
            yield gone, f"Number {entry.number} is gone."
    if seen.first is None:
        yield Candidate(""), "Which number came next was not read before it was sent."
    elif seen.upto < seen.first:
        why = f"The next number went back from {seen.first} to {seen.upto}: documents were deleted."
        yield Candidate(""), why
    if not seen.whole:
        yield Candidate(""), "Too many documents to explain them all. Keep this series for Facturier."


def _doubt(look: Look, intent: IntentView, known: Mapping[int, Numbered]) -> str:
    """Why this number is not explained, or nothing where it is."""
    number, total = look.candidate.number, look.candidate.total
    if not look.candidate.readable:
        return f"Number {number}: {look.candidate.said}"
    if intent.reference in look.marks:
        return f"Number {number} carries our reference, but its total is {total}, not {_payable(intent)}."
    if expected := known.get(look.number):
        return _change(look, expected)
    if total != _payable(intent):
        return ""
    if intent.draft.original or not look.marks:
        return f"Number {number} has the expected total, but not our reference."
    return ""


def _change(look: Look, expected: Numbered) -> str:
    """What is no longer as the store knows it. A document made out of another may bear that one's mark."""
    number, total = look.candidate.number, look.candidate.total
    if None not in (expected.total, total) and expected.total != total:
        return f"The total of number {number} was {expected.total} and is {total} now."
    home = installation_of(expected.reference)
    if look.marks and all(installation_of(mark) != home for mark in look.marks):
        return f"Number {number} shows another reference than the one that it should carry."
    return ""


def _payable(intent: IntentView) -> Decimal:
    return intent.draft.totals.payable
