"""The documents of each simulator, as it computed them by itself from what it was sent. By our mark."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from facturier.model.money import rounded
from facturier.model.reference import references_in
from facturier.systems.book.models import Document as Written


class Line(Struct, frozen=True):
    """None for what the system does not compute by line."""

    name: str
    quantity: Decimal
    percent: Decimal
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None


class Made(Struct, frozen=True):
    mark: str
    currency: str
    total: Decimal
    vat: Decimal
    lines: list[Line]


def documents_of(connector: str, sandbox: Any) -> dict[str, Made]:
    return {one.mark: one for one in _READERS[connector](sandbox)}


def _smartbill(sandbox: Any) -> Iterator[Made]:
    for one in sandbox.company().documents:
        lines = [Line(row.name, row.quantity, row.tax.percent, row.net, row.vat) for row in one.rows]
        mark = references_in(f"{one.mentions}\n{one.observations}")[0]
        yield Made(mark, one.currency, one.total, one.vat, lines)


def _oblio(sandbox: Any) -> Iterator[Made]:
    """A discount is a piece too few there, where ours is a price below zero: the amounts bear the sign in both."""
    for one in sandbox.company().documents:
        lines = [Line(row.name, abs(row.quantity), row.rate.percent, row.net, row.vat) for row in one.rows]
        yield Made(references_in(one.mentions)[0], one.currency, one.total, one.vat, lines)


def _fattureincloud(sandbox: Any) -> Iterator[Made]:
    """Its VAT is computed by rate; of a line the side leads in which prices were sent."""
    for one in sandbox.company().documents.values():
        side = "gross" if one["use_gross_prices"] else "net"
        lines = [
            Line(
                item["name"],
                Decimal(item["qty"]),
                Decimal(item["vat"]["value"]),
                **{side: rounded(item["qty"] * item[f"{side}_price"])},
            )
            for item in one["items_list"]
        ]
        mark = references_in(one["subject"])[0]
        yield Made(mark, one["currency"]["id"], one["amount_gross"], one["amount_vat"], lines)


def _book(sandbox: Any) -> Iterator[Made]:
    for one in Written.objects.filter(ledger__name=sandbox.ledger):
        told = msgspec.json.decode(one.content)["lines"]
        lines = [Line(row["name"], Decimal(row["quantity"]), Decimal(row["vat"]["percent"])) for row in told]
        yield Made(one.reference, one.currency, one.total, one.vat, lines)


_READERS: Mapping[str, Callable[[Any], Iterator[Made]]] = {
    "smartbill": _smartbill,
    "oblio": _oblio,
    "fattureincloud": _fattureincloud,
    "book": _book,
}
