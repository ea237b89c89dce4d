"""Recording a document on an order: a note, meta data for themes and e-mails, a status. Looks before it writes.

A note is ours when it has our reference, or else the same text. Some plug-ins hide notes from the API: so the
references of the notes that were written also stand in the order's meta data, and a note that is told by either is
not written again. Meta data and status are written as what they shall be, so that writing twice does no harm.
"""

from html import unescape
from typing import Any

from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.reference import marks_in
from facturier.ports.errors import InDoubt
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

    def entry(self, key: str, value: str) -> dict[str, Any]:
        """Without its id a key that stands there several times would be met anywhere."""
        of = next((pair.id for pair in self.meta_data if pair.key == key), None)
        return {"key": key, "value": value} if of is None else {"id": of, "key": key, "value": value}


class _Note(Struct, frozen=True):
    note: str


def write(client: Client, settings: Settings, order: str, document: Issued, how: WriteBack) -> None:
    """Raises the errors of `client`; InDoubt only where a second look could not tell."""
    now = _standing(client, order)
    if how.comment and not marks_in(how.comment) & marks_in(now.value(NOTED)):
        _note(client, order, how)
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
        now = _standing(client, order)
        if (status and now.status != status) or any(
            now.value(key) != value for key, value in missing.items()
        ):
            raise


def _standing(client: Client, order: str) -> Standing:
    return client.read_as(Standing, f"/orders/{order}")


def _note(client: Client, order: str, how: WriteBack) -> None:
    if _is_there(client, order, how.comment):
        return
    try:
        client.change("POST", f"/orders/{order}/notes", {"note": how.comment, "customer_note": how.notify})
    except InDoubt:
        if not _is_there(client, order, how.comment):
            raise


def _is_there(client: Client, order: str, comment: str) -> bool:
    ours = marks_in(comment)
    notes = [one.note for one in client.read_as(list[_Note], f"/orders/{order}/notes")]
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
