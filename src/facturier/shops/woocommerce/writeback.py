"""Recording a document on an order: a note, meta data for themes and e-mails, a status. Looks before it writes.

A note is ours when it has our reference, or else the same text. Some plug-ins hide notes from the API: so a note is
announced in the order's meta data, by its reference, before it is written. One that was announced and is not to be
seen is written again only where the shop shows other notes (WooCommerce itself notes every status): else nobody can
tell whether it is there. Meta data and status are written as what they shall be, so that writing twice does no harm.
"""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.reference import marks_in
from facturier.ports.errors import InDoubt, Refused, seen
from facturier.ports.shop import WriteBack
from facturier.shops.woocommerce.client import Client
from facturier.shops.woocommerce.settings import Settings
from facturier.shops.woocommerce.wire import Pair

NOTED = "_facturier_notes"


class Standing(Struct, frozen=True):
    """The order as it stands in the shop just before a write."""

    id: int
    status: str
    meta_data: list[Pair]

    def value(self, key: str) -> str:
        return next((str(pair.value) for pair in self.meta_data if pair.key == key), "")

    def shows(self, values: Mapping[str, str], status: str) -> bool:
        return status in ("", self.status) and all(self.value(key) == values[key] for key in values)

    def entry(self, key: str, value: str) -> dict[str, Any]:
        """Without its id a key that stands there several times would be met anywhere."""
        of = next((pair.id for pair in self.meta_data if pair.key == key), None)
        return {"key": key, "value": value} if of is None else {"id": of, "key": key, "value": value}


class _Note(Struct, frozen=True):
    note: str


def write(client: Client, settings: Settings, order: str, document: Issued, how: WriteBack) -> None:
    """Raises the errors of `client`; InDoubt only where a second look could not tell, Refused where a person must."""
    now = _standing(client, order)
    _fields(client, order, settings, now, document, how)
    if how.comment:
        announced = bool(marks_in(how.comment) & marks_in(now.value(NOTED)))
        _note(client, order, how, announced)


def _fields(
    client: Client, order: str, settings: Settings, now: Standing, document: Issued, how: WriteBack
) -> None:
    wanted = _wanted(now, settings, document, how)
    missing = {key: value for key, value in wanted.items() if now.value(key) != value}
    status = how.status if how.status and how.status != now.status else ""
    if not missing and not status:
        return
    body: dict[str, Any] = {"status": status} if status else {}
    if missing:
        body["meta_data"] = [now.entry(key, value) for key, value in missing.items()]
    try:
        client.change("PUT", f"/orders/{order}", body)
    except InDoubt:
        if not seen(lambda: _standing(client, order).shows(missing, status)):
            raise


def _standing(client: Client, order: str) -> Standing:
    return client.read_as(Standing, f"/orders/{order}")


def _note(client: Client, order: str, how: WriteBack, announced: bool) -> None:
    notes = _notes(client, order)
    if _is_among(notes, how.comment):
        return
    if announced and not notes:
        raise Refused(
            say(
                "The shop shows none of the order's notes, so it cannot be seen whether ours was written. Look at "
                "the order there, and write it by hand if it is missing. Number and link are on the order already."
            )
        )
    try:
        client.change("POST", f"/orders/{order}/notes", {"note": how.comment, "customer_note": how.notify})
    except InDoubt:
        if not seen(lambda: _is_among(_notes(client, order), how.comment)):
            raise


def _notes(client: Client, order: str) -> list[str]:
    return [one.note for one in client.read_as(list[_Note], f"/orders/{order}/notes")]


def _is_among(notes: Sequence[str], comment: str) -> bool:
    ours = marks_in(comment)
    return any(ours & marks_in(note) or _same(note, comment) for note in notes)


def _same(one: str, other: str) -> bool:
    return unescape(one).split() == unescape(other).split()


def _wanted(now: Standing, settings: Settings, document: Issued, how: WriteBack) -> dict[str, str]:
    """Meta data as it shall be. What names a document that was cancelled is emptied; what names another stays."""
    number = f"{document.series} {document.number}".strip()
    link = document.public_link or document.link
    noted = " ".join(sorted(marks_in(now.value(NOTED)) | marks_in(how.comment)))
    found = {NOTED: noted} if noted else {}
    if document.kind is DocumentKind.CREDIT_NOTE:  # the order still shows what was credited
        return found
    for key, value in ((settings.number_key, number), (settings.link_key, link)):
        if key and how.cancelled and value and now.value(key) == value:
            found[key] = ""
        elif key and not how.cancelled and (value or now.value(key)):
            found[key] = value
    return found
