"""Documents by number: SmartBill has no list, so series and number are the only address (section 1.3)."""

from collections.abc import Iterable

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.smartbill.answers import PaymentStatus, SeriesList, SeriesRow, as_text
from facturier.systems.smartbill.client import Client

_WIDEST = 8


def branch(kind: DocumentKind) -> str:
    """The path under which documents of `kind` live; a storno is an invoice."""
    return "/estimate" if kind is DocumentKind.PROFORMA else "/invoice"


def series_type(kind: DocumentKind) -> str:
    return "p" if kind is DocumentKind.PROFORMA else "f"


def series_of(draft: Draft) -> str:
    """The series that gives the number. The reversal of a whole invoice stays in the invoice's series."""
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.whole and draft.original:
        return draft.original.series
    return draft.series


def series_row(client: Client, name: str, kind: str) -> SeriesRow:
    """The series `name` of type f, p or c; raises Misconfigured with the ones that exist."""
    asked = client.get("/series", SeriesList, type=kind).list
    rows = [row for row in asked if row.type == kind]  # another kind's may have the same name
    for row in rows:
        if row.name == name:
            return row
    raise Misconfigured(
        say(
            "SmartBill has no series “%(name)s” for this kind of document (it has: %(names)s). "
            "Create it in SmartBill or choose another in the route.",
            name=name,
            names=", ".join(row.name for row in rows) or "-",
        )
    )


def next_number(row: SeriesRow) -> int:
    """The number that the next document gets; one source gives it as a number, the other as text."""
    text = as_text(row.next_number)
    if not text.isdigit():
        raise Misconfigured(
            say("SmartBill gives no next number for the series %(name)s. Look at it there.", name=row.name)
        )
    return int(text)


def statement(client: Client, document: Issued) -> Statement:
    """What SmartBill says about an invoice's sum and payments. It tells nothing of proformas and drafts."""
    if document.kind is DocumentKind.PROFORMA or not document.number:
        raise Refused(say("SmartBill does not tell the sum of a proforma or of an unfinished document."))
    at = client.now()
    said = client.get(
        "/invoice/paymentstatus", PaymentStatus, seriesname=document.series, number=document.number
    )
    return Statement(at=at, total=said.invoice_total_amount, paid=said.paid_amount, unpaid=said.unpaid_amount)


class Spelling:
    """How a series pads its numbers. SmartBill answers only to the padded form and does not tell the width.

    A leading zero gives the width away. Without one the likely widths are tried in turn, and the first
    that SmartBill answers to is kept.
    """

    def __init__(self, known: Iterable[str], usual: int) -> None:
        numbers = {text for text in known if text.isdigit()}
        self._exact = {int(text): text for text in numbers}
        self._widths = [usual, *range(1, _WIDEST + 1)]
        for text in numbers:
            self.learn(text)

    def ways(self, number: int) -> list[str]:
        """Spellings to try, likeliest first."""
        if number in self._exact:
            return [self._exact[number]]
        return list(dict.fromkeys(str(number).zfill(width) for width in self._widths))

    def learn(self, text: str) -> None:
        """Remember a spelling that SmartBill answered to: a padded one is exact, any other an upper bound."""
        if text.startswith("0"):
            self._widths = [len(text)]
        else:
            self._widths = [width for width in self._widths if width <= len(text)]
