"""Whoever fills the folder: drops files, rewrites those that are still there, takes some away.

A shop's own book is kept beside the files: what each order is now, and what its buyer pays, in cents.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace

from facturier.model.order import OrderState
from facturier.ports.clock import Clock
from facturier.shops.files import schema
from facturier.shops.files.sandbox import writing

FORMS: dict[str, Callable[[Sequence[schema.Order]], bytes]] = {
    "json": writing.json_text,
    "jsonl": writing.json_lines,
    "csv": writing.csv_text,
}
_WARES = (("Cană albastră", "MUG-1", 1999), ("Ceai verde", "TEA-5", 2199), ("Coș de nuiele", "BOX-9", 12350))
_DELIVERY = 1500


class Person:
    """form: how they write. book: every order as it is now. payable: in cents."""

    def __init__(self, folder: Path, clock: Clock, random: Random, form: str) -> None:
        self.folder = folder
        self.book: dict[str, schema.Order] = {}
        self.payable: dict[str, int] = {}
        self._clock = clock
        self._random = random
        self._form = form
        self._files = 0
        self._last: dict[str, Path] = {}

    def place(self) -> str:
        """Somebody orders two or three things, delivery included; the number."""
        number = f"{1001 + len(self.book)}"
        sold = [(ware, self._random.randint(1, 3)) for ware in self._random.sample(_WARES, 2)]
        cents = sum(price * count for (_, _, price), count in sold) + _DELIVERY
        self.payable[number] = cents
        self.tell(
            schema.Order(
                number=number,
                placed_at=self._clock.now(),
                status="nou",
                currency="RON",
                total=money(cents),
                buyer=buyer(),
                lines=tuple(
                    schema.Line(
                        sku=sku, name=name, quantity=Decimal(count), price=money(price), vat=Decimal(21)
                    )
                    for (name, sku, price), count in sold
                ),
                shipping=schema.Shipping(amount=money(_DELIVERY), vat=Decimal(21), name="Curier"),
                payment=schema.Payment(method="card"),
            )
        )
        return number

    def tell(self, order: schema.Order) -> None:
        """A file of this order alone. One that still lies there is written anew."""
        self.book[order.number] = order
        path = self._last.get(order.number)
        if path is None or not path.exists():
            path = None
        self._last[order.number] = self.drop(FORMS[self._form]([order]), f"{order.number}.{self._form}", path)

    def drop(self, body: bytes, name: str, path: Path | None = None) -> Path:
        """A file under a new name, or in the place of `path`. It is written elsewhere first, then renamed."""
        self._files += 1
        path = path or self.folder / f"{self._files:06}-{name}"
        unfinished = path.with_name(f"{path.name}.part")
        unfinished.write_bytes(body)
        stamp(unfinished, self._clock.now())
        unfinished.replace(path)
        return path

    def take_away(self, number: str) -> None:
        """The file of an order, if it still lies there."""
        self._last[number].unlink(missing_ok=True)

    def change(self, number: str, **parts: Any) -> None:
        self.tell(replace(self.book[number], **parts))

    def pay(self, number: str) -> None:
        payment = replace(
            self.book[number].payment, paid=money(self.payable[number]), paid_at=self._clock.now()
        )
        self.change(number, payment=payment)

    def refund(self, number: str) -> None:
        """All of it, once; nothing of what was not paid."""
        order = self.book[number]
        if order.refunds or not order.payment.paid:
            return
        lines = tuple(
            schema.RefundLine(line=str(place), quantity=line.quantity, amount=worth(line))
            for place, line in enumerate(order.lines, 1)
        )
        rest = money(self.payable[number]) - sum((line.amount for line in lines), Decimal(0))
        refund = schema.Refund(
            refund=f"R{number}", refunded_at=self._clock.now(), lines=lines, adjustment=rest
        )
        self.change(number, refunds=(refund,))

    def cancel(self, number: str) -> None:
        self.change(number, state=OrderState.CANCELLED, status="anulat")

    def hold(self, number: str) -> None:
        if self.book[number].state is OrderState.OPEN:
            self.change(number, state=OrderState.HELD)

    def edit(self, number: str) -> None:
        """One thing more of the first line."""
        order = self.book[number]
        first = order.lines[0]
        self.payable[number] += int((first.price or Decimal(0)) * 100)
        lines = (replace(first, quantity=first.quantity + 1), *order.lines[1:])
        self.change(number, lines=lines, total=money(self.payable[number]))

    def comment(self, number: str, words: str) -> None:
        self.change(number, note=f"{self.book[number].note}\n{words}".strip())


def money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def worth(line: schema.Line) -> Decimal:
    return (line.price or Decimal(0)) * line.quantity - line.discount


def stamp(path: Path, moment: datetime) -> None:
    """Written at this moment of the sandbox's clock, whatever the machine's own says."""
    seconds = int(moment.timestamp())
    nanoseconds = seconds * 10**9 + moment.microsecond * 1000
    os.utime(path, ns=(nanoseconds, nanoseconds))


def buyer() -> schema.Buyer:
    return schema.Buyer(
        name="Ana Exemplu",
        street="Str. Lungă 1",
        city="Cluj-Napoca",
        region="Cluj",
        postcode="400001",
        country="RO",
        email="ana@exemplu.test",
    )
