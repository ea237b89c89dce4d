"""Found, absent or unknown: the decision alone, from what was read (fact sheet, section 13; DESIGN 5.7).

FOUND needs the mark and the sum. ABSENT needs every number that was read to be explained, by the store, by
another mark, or as somebody else's by a readable PDF without ours. Everything else is UNKNOWN.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

import msgspec
from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind
from facturier.model.reference import installation_of
from facturier.ports.system import Candidate, IntentView, Numbered, Settlement, Verdict
from facturier.systems.smartbill.looks import Look

_ENCODER = msgspec.json.Encoder(decimal_format="string")


class Sought(Struct, frozen=True):
    """The document that was lost.

    total: what it must say; None for a proforma, whose sum SmartBill does not tell.
    original: what it was made from where SmartBill made it (a reversal, or an invoice from a proforma).
    Such a document may carry its original's text, so that another mark on it proves nothing.
    """

    draft: Draft
    reference: str
    series: str
    total: Decimal | None
    original: Original | None = None
    original_reference: str = ""

    @classmethod
    def of(cls, intent: IntentView, known: Mapping[int, Numbered]) -> "Sought":
        draft = intent.draft
        total = None if draft.kind is DocumentKind.PROFORMA else draft.totals.payable
        original, mark = None, ""
        if is_reversal(draft):
            total = -abs(draft.totals.payable)
            original = draft.original
            mark = _mark_of(original, known)
        elif draft.original and draft.original.kind is DocumentKind.PROFORMA:
            original = draft.original
        return cls(draft, intent.reference, intent.position.series, total, original, mark)

    def has_sum(self, look: Look) -> bool:
        return self.total is not None and look.candidate.total == self.total

    def is_it(self, look: Look, known: Mapping[int, Numbered]) -> bool:
        """Mark and sum. A reversal takes no mark of ours: there it is the sum and the original's name."""
        if self.total is not None and not self.has_sum(look):
            return False
        if self.reference in look.references:
            return True
        return is_reversal(self.draft) and look.number not in known and self.names_original(look)

    def names_original(self, look: Look) -> bool:
        """Whether the PDF shows the original's series and number, or the original's mark."""
        if self.original is None or look.text is None:
            return False
        if self.original_reference and self.original_reference in look.references:
            return True
        number = re.escape(self.original.number.lstrip("0"))
        name = rf"(?<!\w){re.escape(self.original.series)}\W*(?:nr|numar|numarul)?\W*0*{number}(?!\d)"
        return re.search(name, look.text, re.IGNORECASE) is not None

    def issued(self, look: Look) -> Issued:
        return Issued(
            kind=self.draft.kind,
            series=self.series,
            number=look.candidate.number,
            issued_on=self.draft.issue_date,
            currency=self.draft.currency,
            total=look.candidate.total,
        )


class Evidence(Struct, frozen=True):
    """Everything that one look read.

    first: next number before the create; upto: next number now. known: what the store explains.
    made: names of the invoices that SmartBill made from the proforma. whole: no number was left unread.
    """

    first: int
    upto: int
    looks: tuple[Look, ...]
    known: Mapping[int, Numbered]
    made: tuple[str, ...] = ()
    whole: bool = True

    @property
    def legible(self) -> bool:
        """Whether marks can be read in this account's PDFs at all."""
        return any(look.references for look in self.looks)

    def proof(self) -> str:
        read = [(look.candidate, look.found, look.references) for look in self.looks]
        return sha256(_ENCODER.encode((self.upto, read, self.made))).hexdigest()


def is_reversal(draft: Draft) -> bool:
    return draft.kind is DocumentKind.CREDIT_NOTE and draft.whole and draft.original is not None


def _mark_of(original: Original | None, known: Mapping[int, Numbered]) -> str:
    entry = known.get(int(original.number)) if original and original.number.isdigit() else None
    return entry.reference if entry else ""


def conclude(sought: Sought, seen: Evidence) -> Settlement:
    """See the module. `foreign` holds the marks of other installations, whatever the verdict."""
    home = installation_of(sought.reference)
    marks = dict.fromkeys(mark for look in seen.looks for mark in look.references)
    foreign = tuple(mark for mark in marks if installation_of(mark) != home)
    ours = [look for look in seen.looks if sought.is_it(look, seen.known)]
    if len(ours) == 1:
        return Settlement(
            Verdict.FOUND,
            document=sought.issued(ours[0]),
            candidates=(ours[0].candidate,),
            foreign=foreign,
        )
    doubts = [(look.candidate, "More than one document fits.") for look in ours] or _doubts(sought, seen)
    if doubts:
        candidates = tuple(candidate for candidate, _ in doubts if candidate.number)
        return Settlement(Verdict.UNKNOWN, why=doubts[0][1], candidates=candidates, foreign=foreign)
    return Settlement(Verdict.ABSENT, proof=seen.proof(), foreign=foreign)


def _doubts(sought: Sought, seen: Evidence) -> list[tuple[Candidate, str]]:
    found = [(look.candidate, why) for look in seen.looks if (why := _doubt(look, sought, seen))]
    found += [
        (Candidate(name, said="made from the proforma"), f"The proforma was invoiced as {name}.")
        for name in seen.made
    ]
    found += [
        (
            Candidate(entry.number, entry.total, entry.reference, said="gone"),
            f"Number {entry.number} is gone.",
        )
        for number, entry in seen.known.items()
        if number >= seen.upto
    ]
    if seen.upto < seen.first:
        why = f"The next number went back from {seen.first} to {seen.upto}: documents were deleted."
        found.append((Candidate(""), why))
    if not seen.whole:
        found.append(
            (Candidate(""), "Too many documents to explain them all. Keep this series for Facturier.")
        )
    return found


def _doubt(look: Look, sought: Sought, seen: Evidence) -> str:
    """Why this number is not explained, or nothing where it is."""
    number, total = look.candidate.number, look.candidate.total
    if look.text is None:
        return f"Number {number}: {look.candidate.said}"
    if sought.reference in look.references:
        return f"Number {number} carries our reference, but its total is {total}, not {sought.total}."
    if expected := seen.known.get(look.number):
        return _change(look, expected, sought, seen)
    if sought.has_sum(look) and (sought.original or not look.references):
        return f"Number {number} has the expected total, but not our reference."
    if not look.references and not seen.legible:
        return f"Number {number} carries no reference, and no document here shows one."
    return ""


def _change(look: Look, expected: Numbered, sought: Sought, seen: Evidence) -> str:
    """What is no longer as the store knows it.

    A document that SmartBill made itself may lack its mark or carry its original's; but then, where the
    sum is the one that we look for, only its own mark explains it.
    """
    number, marked = look.candidate.number, expected.reference in look.references
    if None not in (expected.total, look.candidate.total) and expected.total != look.candidate.total:
        return f"The total of number {number} was {expected.total} and is {look.candidate.total} now."
    if sought.has_sum(look) and sought.original and not marked:
        return f"Number {number} has the expected total, but not the reference that it should carry."
    if not look.references and not seen.legible:
        return f"Number {number} does not show its reference."
    home = installation_of(sought.reference)
    if look.references and not marked and all(installation_of(mark) != home for mark in look.references):
        return f"Number {number} shows another reference than the one that it should carry."
    return ""
