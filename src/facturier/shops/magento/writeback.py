"""Recording a document on an order: a comment, a status, Magento's own invoice. Looks before it writes.

The steps go in the order in which Magento undoes them: an invoice resets the status, and a comment may
only repeat the status that stands. A comment is ours when it has our reference, or else the same text.
"""

from html import unescape

from msgspec import Struct

from facturier.model.reference import marks_in
from facturier.ports.errors import InDoubt, Refused, seen
from facturier.ports.shop import WriteBack
from facturier.shops.magento.client import Client, Filter, search
from facturier.shops.magento.reading import Reading, families
from facturier.shops.magento.settings import Settings
from facturier.shops.magento.wire import Comment, Item, exact, text


class Standing(Struct, frozen=True):
    """The order as it stands in the shop just before a write."""

    entity_id: int
    increment_id: str
    state: str
    items: list[Item]
    status: str

    @property
    def open_to_invoice(self) -> bool:
        """Whether an item with money is left to invoice; the others of its family are not counted on."""
        return any(
            exact(item.qty_ordered) > exact(item.qty_invoiced) + exact(item.qty_canceled)
            for family in families(self.items)
            for item in family.bearers(Reading())
        )


class _Comments(Struct, frozen=True):
    items: list[Comment]
    total_count: int


class _Invoice(Struct, frozen=True):
    entity_id: int
    state: int | None = None


class _Invoices(Struct, frozen=True):
    items: list[_Invoice]
    total_count: int


def write(client: Client, settings: Settings, remote_id: str, how: WriteBack) -> None:
    """Raises the errors of `client`; InDoubt only where a second look could not tell."""
    if how.make_invoice:
        _make_invoice(client, remote_id, how.notify)
    if how.comment:
        _comment(client, settings, remote_id, how)
    if how.status:
        _set_status(client, remote_id, how.status)


def standing(client: Client, remote_id: str) -> Standing:
    return client.read_as(Standing, f"/orders/{remote_id}")


def comments_of(client: Client, remote_id: str) -> list[Comment]:
    """Every one: which of them is missing might be ours, and would be written once more."""
    found = client.read_as(_Comments, f"/orders/{remote_id}/comments")
    if len(found.items) < found.total_count:
        raise client.http.not_now("the shop counts more comments than it tells")
    return found.items


def _comment(client: Client, settings: Settings, remote_id: str, how: WriteBack) -> None:
    if _is_there(how.comment, comments_of(client, remote_id)):
        return
    now = standing(client, remote_id)
    history = {
        "comment": how.comment,
        "is_customer_notified": int(how.notify),
        "is_visible_on_front": int(settings.comment_visible),
        "parent_id": now.entity_id,
        "status": now.status,
    }
    try:
        client.change(f"/orders/{remote_id}/comments", {"statusHistory": history})
    except InDoubt:
        if not seen(lambda: _is_there(how.comment, comments_of(client, remote_id))):
            raise
    except Refused as error:
        if standing(client, remote_id).status != now.status:  # it changed between our look and our write
            raise client.http.not_now(error.words) from error
        raise


def _is_there(comment: str, written: list[Comment]) -> bool:
    ours = marks_in(comment)
    return any(ours & marks_in(text(one.comment)) or _same(text(one.comment), comment) for one in written)


def _same(one: str, other: str) -> bool:
    return unescape(one).split() == unescape(other).split()


def _set_status(client: Client, remote_id: str, status: str) -> None:
    """Without `increment_id` Magento has given orders a new number; the state stays what it is."""
    now = standing(client, remote_id)
    if now.status == status:
        return
    entity = {
        "entity_id": now.entity_id,
        "increment_id": now.increment_id,
        "state": now.state,
        "status": status,
    }
    try:
        client.change("/orders", {"entity": entity})
    except InDoubt:
        if not seen(lambda: standing(client, remote_id).status == status):
            raise


def _make_invoice(client: Client, remote_id: str, notify: bool) -> None:
    """An invoice in Magento of all that is open, paid offline. Not idempotent: hence the looks."""
    if not standing(client, remote_id).open_to_invoice:
        return
    before = _invoices(client, remote_id)
    try:
        client.change(f"/order/{remote_id}/invoice", {"capture": False, "notify": notify})
    except InDoubt:
        if not seen(lambda: bool(_invoices(client, remote_id) - before)):
            raise
    except Refused:
        if standing(client, remote_id).open_to_invoice:  # else somebody was faster
            raise


def _invoices(client: Client, remote_id: str) -> set[int]:
    """Ids of the order's invoices in Magento; far fewer than fit on one page."""
    query = search([[Filter("order_id", remote_id)]], size=100)
    return {invoice.entity_id for invoice in client.read_as(_Invoices, "/invoices", query).items}
