"""Re-reading one numbered document: its sum from paymentstatus, our mark from the text of its PDF."""

from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.paper import text_of
from facturier.model.reference import references_in
from facturier.ports.errors import Missing, Refused
from facturier.ports.system import Candidate
from facturier.systems.smartbill.client import Client, NoPdf
from facturier.systems.smartbill.numbers import Spelling, branch, statement


class Look(Struct, frozen=True):
    """What one number of a series showed.

    references: every mark in the PDF's text, in order; the candidate carries the first.
    text: None where the PDF could not be read.
    """

    number: int
    candidate: Candidate
    found: bool = True
    text: str | None = None
    references: tuple[str, ...] = ()


class Looker:
    """Looks at documents of one series, learning how its numbers are padded."""

    def __init__(
        self, client: Client, kind: DocumentKind, series: str, spelling: Spelling, *, asks: bool = False
    ) -> None:
        """asks: whether a proforma is there, before its paper; a paper that is missing looks like a broken server."""
        self._client = client
        self._kind = kind
        self._series = series
        self._spelling = spelling
        self._asks = asks

    def look(self, number: int) -> Look:
        """Two calls for an invoice that is there, one for a proforma, one for each spelling of a gap.

        SmartBill tells no sum of a proforma: its candidate has no total.
        """
        for spelled in self._spelling.ways(number):
            try:
                seen = self._at(number, spelled)
            except Missing:
                continue
            self._spelling.learn(spelled)
            return seen
        spelled = self._spelling.ways(number)[0]
        return Look(
            number, Candidate(spelled, readable=False, said="There is no such document."), found=False
        )

    def look_or_not(self, number: int) -> Look:
        """As `look`; what SmartBill refuses to tell of may be there, and hides no other number."""
        try:
            return self.look(number)
        except Refused as error:
            spelled = self._spelling.ways(number)[0]
            said = f"SmartBill does not tell of it. {error.words}".strip()
            return Look(number, Candidate(spelled, readable=False, said=said))

    def _at(self, number: int, spelled: str) -> Look:
        if self._kind is DocumentKind.PROFORMA:
            if self._asks:
                self._client.invoices_of(self._series, spelled)
            return self._printed(number, Candidate(spelled))
        document = Issued(kind=self._kind, series=self._series, number=spelled)
        candidate = Candidate(spelled, statement(self._client, document).total)
        try:
            return self._printed(number, candidate)
        except Missing as error:
            return _unreadable(number, candidate, error.words)

    def _printed(self, number: int, candidate: Candidate) -> Look:
        try:
            pdf = self._client.pdf(f"{branch(self._kind)}/pdf", self._series, candidate.number)
        except (NoPdf, Refused) as error:
            return _unreadable(number, candidate, error.words)
        text = text_of(pdf)
        if text is None:
            return _unreadable(number, candidate, "The PDF holds no text.")
        marks = tuple(references_in(text))
        shown = Candidate(candidate.number, candidate.total, reference=marks[0] if marks else "")
        return Look(number, shown, text=text, references=marks)


def _unreadable(number: int, candidate: Candidate, words: str) -> Look:
    said = f"Its PDF cannot be read. {words}".strip()
    return Look(number, Candidate(candidate.number, candidate.total, readable=False, said=said))
