"""Files whose shape drifts: what the schema does not let be absent is a fault, and nothing is ever guessed.

Of JSON alone: in a table everything is text, and a column that is missing is a field that is absent.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.conformance.arrangement import MayLack
from tests.conformance.arrangements.files import ARRANGEMENT
from tests.conformance.guesses import Drifting
from tests.conformance.test_shop_drift import guessed
from tests.conformance.wire import Recorded
from tests.shops.files.support import content

from facturier.ports.shop import Heard
from facturier.sandbox.clock import VirtualClock
from facturier.shops.files import schema
from facturier.shops.files.sandbox import create_filled, writing

ANY = ("*",)
BARE = re.compile(rb":7(?=[,}\]])")
"""A text that was written as a number. It means its digits, as it does in a spreadsheet: no guess."""


def may_lack(shape: Any, path: str = "order: orders") -> Iterator[str]:
    """Every field that the schema gives a default, and entries of its lists."""
    for field in msgspec.structs.fields(shape):
        name = f"{path}.{field.name}"
        kind = msgspec.inspect.type_info(field.type)
        while isinstance(kind, msgspec.inspect.Metadata):
            kind = kind.type
        if not field.required:
            yield name
        for inner in getattr(kind, "types", (kind,)):
            if isinstance(inner, msgspec.inspect.StructType):
                yield from may_lack(inner.cls, name)
            elif isinstance(inner, msgspec.inspect.VarTupleType):
                entry = inner.item_type
                yield f"{name}.#"
                if isinstance(entry, msgspec.inspect.StructType):
                    yield from may_lack(entry.cls, f"{name}.#")


OPTIONAL = {name: MayLack("the schema gives it a default", ANY) for name in may_lack(schema.Order)}


def read(body: bytes) -> Heard:
    """The only order of a file, or the first of its faults."""
    found = content("order.json", body, currency="RON", vat_percent="21")
    if found.faults:
        return Heard(body, None, trouble=found.faults[0].told().render())
    (told,) = found.orders
    return Heard(body, told.order, told.order.remote_id, told.order.number)


def test_no_file_is_guessed() -> None:
    drifting = Drifting(OPTIONAL, "order")
    for order in create_filled(clock=VirtualClock()).person.book.values():
        body = writing.json_text([order])
        usual = read(body)
        assert usual.order is not None, usual.trouble

        def judge(answers: list[Recorded], drifted: Recorded, usual: Heard = usual) -> Iterator[str]:
            body = answers[0].body
            found = read(body)
            if found.order is None or found.order != read(BARE.sub(rb':"7"', body)).order:
                yield from guessed(ARRANGEMENT, usual, found)

        drifting.over([Recorded("GET", "file:///orders", b"", 0, 200, (), body)], judge)
    assert drifting.tried > 200
    assert not drifting.verdict(whole=False), drifting.verdict(whole=False)


@pytest.mark.parametrize("name", ["number", "placed_at", "buyer", "lines"])
def test_what_is_required_is_not_in_the_list(name: str) -> None:
    assert f"order: orders.{name}" not in OPTIONAL
