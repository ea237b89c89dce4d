"""Documents as Fatture in Cloud has them: by id, by number, in pages; and what they say."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.money import ZERO, total
from facturier.model.reference import references_in
from facturier.ports.errors import Missing, NotNow
from facturier.ports.http import RETRY
from facturier.ports.system import Candidate
from facturier.systems.fattureincloud.answers import Binned, Document, Numberings, Page
from facturier.systems.fattureincloud.client import PER_PAGE, Client
from facturier.systems.fattureincloud.clients import quoted
from facturier.systems.fattureincloud.names import TYPES, numbering, series_name

LISTED = "id,type,number,numeration,date,subject,amount_gross,entity"
MOST_PAGES = 50
OPEN = "not_paid"
"""The status of a payment that is still expected."""


class TooMany(Exception):
    """A list is longer than can be read."""


class Changed(TooMany):
    """It was changed while it was read."""


def document(client: Client, issued: Issued) -> Document:
    """The same document as it stands now; raises Missing where it is gone, or another one by now."""
    there = _by_id(client, issued) if issued.remote_id else _by_number(client, issued)
    asked = numbering(issued.series)
    same = str(there.number) == issued.number and (there.numeration or "") == asked.suffix
    if not same or there.type != TYPES.get(issued.kind):
        raise Missing(
            say(
                "Fatture in Cloud has %(there)s where %(name)s was: somebody changed or deleted it.",
                there=f"{there.number}{there.numeration or ''}",
                name=f"{issued.number}{issued.series}",
            )
        )
    return there


def _by_id(client: Client, issued: Issued) -> Document:
    return client.get(f"/issued_documents/{issued.remote_id}", Document, fieldset="detailed")


def _by_number(client: Client, issued: Issued) -> Document:
    """For what is known by its name alone."""
    asked = numbering(issued.series)
    year = asked.year or (issued.issued_on or client.now()).year
    if not issued.number.isdigit():
        raise Missing(say("A document without a number is none of Fatture in Cloud's."))
    row = _listed(client, issued.kind, asked.suffix, issued.number, year)
    if row is None:
        raise Missing(say("Fatture in Cloud does not know this document."))
    return client.get(f"/issued_documents/{row.id}", Document, fieldset="detailed")


def _listed(client: Client, kind: DocumentKind, suffix: str, number: str, year: int) -> Document | None:
    """Of those that have this number in a year, the one with this suffix."""
    found = rows(client, TYPES[kind], f"number = {number} and {within(year)}", "number")
    return next((row for row in found if (row.numeration or "") == suffix), None)


def within(year: int) -> str:
    return f"date >= '{year}-01-01' and date <= '{year}-12-31'"


def rows(client: Client, type: str, query: str, order: str) -> Iterator[Document]:
    """Every document of a type that a query finds. Raises TooMany where that cannot be said for sure."""
    seen: set[int] = set()
    number, last, told = 1, 1, 0
    while number <= last:
        page = _page(client, type, query, order, number)
        if number > 1 and page.total != told:  # what is deleted draws others over to a page that was read
            raise Changed("the list changed while it was read")
        last, told = page.last_page, page.total
        if last > MOST_PAGES:
            raise TooMany(f"more than {MOST_PAGES * PER_PAGE} documents")
        fresh = [one for one in page.data if one.id not in seen]
        seen.update(one.id for one in fresh)
        yield from fresh
        number += 1
    if len(seen) < page.total:
        raise Changed("the list changed while it was read")


def signed(kind: DocumentKind, amount: Decimal) -> Decimal:
    """Credit notes are positive there, negative here."""
    return -amount if kind is DocumentKind.CREDIT_NOTE and amount else amount


def paid(there: Document) -> Decimal:
    return total([one.amount for one in there.payments_list or () if one.status == "paid"])


def unpaid(there: Document) -> Decimal:
    """What is still open. A payment that was reversed (stornato) is neither paid nor to be paid."""
    closed = total([one.amount for one in there.payments_list or () if one.status != OPEN])
    return (there.amount_gross or ZERO) - closed


def stated(client: Client, there: Document, kind: DocumentKind) -> Statement | None:
    """What it says of its sum and payments, None where it does not say so (any more)."""
    if there.amount_gross is None or there.payments_list is None:
        return None
    gross, received = signed(kind, there.amount_gross), signed(kind, paid(there))
    vat = signed(kind, there.amount_vat) if there.amount_vat is not None else None
    series = series_name(kind, there.numeration or "", (there.date or client.now()).year)
    left = signed(kind, unpaid(there))
    return Statement(at=client.now(), total=gross, paid=received, unpaid=left, vat=vat, series=series)


def statement(client: Client, issued: Issued) -> Statement:
    there = document(client, issued)
    told = stated(client, there, issued.kind)
    if told is None:
        raise NotNow(say("Fatture in Cloud does not tell the sum of this document."), client.now() + RETRY)
    words = (there.subject, there.visible_subject, there.notes)
    return replace(told, words="\n".join(one for one in words if one))


def issued(client: Client, there: Document, draft: Draft) -> Issued:
    """As the port speaks of it. What an answer leaves out is as it was asked for."""
    day = there.date or draft.issue_date
    asked = numbering(draft.series).suffix
    suffix = there.numeration if there.numeration is not None else asked
    gross = None if there.amount_gross is None else signed(draft.kind, there.amount_gross)
    return Issued(
        kind=draft.kind,
        series=series_name(draft.kind, suffix, day.year if day else client.now().year),
        number=str(there.number),
        issued_on=day,
        currency=draft.currency,
        total=gross,
        remote_id=str(there.id),
        pdf_link=there.url or "",
        stated=stated(client, there, draft.kind),
    )


def candidate(row: Document | Binned, kind: DocumentKind) -> Candidate:
    marks = references_in(row.subject or "")
    gross = None if row.amount_gross is None else signed(kind, row.amount_gross)
    return Candidate(str(row.number or ""), gross, reference=marks[0] if marks else "")


def last_number(client: Client, kind: DocumentKind, suffix: str, year: int) -> int:
    """The highest number of a numbering in a year, 0 where there is none: in the first row of the first page, however
    many there are. Raises TooMany.

    Whether a filter finds what has no suffix is documented nowhere. Where it finds nothing, and the account says that
    there is something, all are read until one comes up.
    """
    named = f"numeration = {quoted(suffix)}" if suffix else "(numeration = '' or numeration is null)"
    found = _highest(client, kind, suffix, f"{within(year)} and {named}")
    if found or suffix or not _begun(client, kind, year):
        return found
    return _highest(client, kind, suffix, within(year))


def _highest(client: Client, kind: DocumentKind, suffix: str, query: str) -> int:
    number, last = 1, 1
    while number <= min(last, MOST_PAGES):
        page = _page(client, TYPES[kind], query, "-number", number)
        for one in page.data:
            if (one.numeration or "") == suffix:
                return one.number
        number, last = number + 1, page.last_page
    if last > MOST_PAGES:
        raise TooMany(f"none of the first {MOST_PAGES * PER_PAGE} documents has this suffix")
    return 0


def _begun(client: Client, kind: DocumentKind, year: int) -> bool:
    """Whether anything without a suffix was numbered in a year. Where the account's figure is 1, it is looked whether
    there is a first."""
    figure = numberings(client, kind).get(str(year), {}).get("") or 0
    return figure > 1 or (figure == 1 and _listed(client, kind, "", "1", year) is not None)


def numberings(client: Client, kind: DocumentKind) -> dict[str, dict[str, int | None]]:
    """By year and suffix, the account's own figure: the next number or the last one (section 11)."""
    return client.get("/issued_documents/info", Numberings, type=TYPES[kind]).numerations


def _page(client: Client, type: str, query: str, order: str, number: int) -> Page[Document]:
    return client.page("/issued_documents", Document, number, type=type, q=query, sort=order, fields=LISTED)
