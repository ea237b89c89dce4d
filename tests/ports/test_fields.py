"""A settings type as a form: every kind of value, rows within rows, and what may be nothing."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from facturier.drafting.settings import RouteSettings
from facturier.model.message import Message, say
from facturier.ports.connector import describe, setting
from facturier.ports.fields import Shape, fields_of, spelled
from facturier.ports.registry import SHOPS, SYSTEMS, connectors


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Plain(Struct, frozen=True):
    word: str


class Outer(Struct, frozen=True, kw_only=True):
    text: Annotated[str, setting(say("Text"), say("Some text."), choices="series")]
    token: Annotated[str, setting(say("Token"), secret=True)] = ""
    number: Annotated[int, Meta(ge=1), setting(say("Number"))] = 4
    perhaps: int | None = None
    amount: Decimal = Decimal("0.05")
    day: date | None = None
    flag: bool = True
    colour: Colour = Colour.RED
    size: Literal[2, 3] = 2
    letter: Annotated[str, setting(say("Letter"), lines=True)] = ""
    words: tuple[str, ...] = ("a", "b")
    rows: tuple[Plain, ...] = ()
    group: Plain = Plain("x")


def test_every_kind_of_value_has_its_shape() -> None:
    shapes = {one.name: one.shape for one in fields_of(Outer)}
    assert shapes == {
        "text": Shape.TEXT,
        "token": Shape.TEXT,
        "number": Shape.WHOLE,
        "perhaps": Shape.WHOLE,
        "amount": Shape.AMOUNT,
        "day": Shape.DAY,
        "flag": Shape.YES_NO,
        "colour": Shape.ONE_OF,
        "size": Shape.ONE_OF,
        "letter": Shape.TEXT,
        "words": Shape.TEXTS,
        "rows": Shape.ROWS,
        "group": Shape.GROUP,
    }


def test_annotations_are_told() -> None:
    text, token, number, perhaps, *_ = fields_of(Outer)
    assert (text.label, text.help, text.choices, text.required) == (
        say("Text"),
        say("Some text."),
        "series",
        True,
    )
    assert (token.secret, token.default) == (True, "")
    assert (number.label, number.default, number.optional) == (say("Number"), 4, False)
    assert [one.name for one in fields_of(Outer) if one.lines] == ["letter"]
    assert (perhaps.label, perhaps.optional) == (Message("perhaps"), True)


def test_closed_lists_and_rows_name_what_is_in_them() -> None:
    found = {one.name: one for one in fields_of(Outer)}
    assert found["colour"].options == (Colour.RED, Colour.BLUE)
    assert sorted(found["size"].options) == [2, 3]
    assert [one.name for one in found["rows"].fields] == ["word"]
    assert [one.name for one in found["group"].fields] == ["word"]


def test_values_are_spelled_as_forms_write_them() -> None:
    assert [spelled(one) for one in (Colour.BLUE, 3, None, Decimal("0.10"))] == ["blue", "3", "", "0.10"]


def test_routes_have_rows_within_rows() -> None:
    rules = next(one for one in fields_of(RouteSettings) if one.name == "rules")
    vat = next(one for one in rules.fields if one.name == "vat")
    assert (vat.shape, vat.fields[0].name) == (Shape.ROWS, "percent")


def test_it_tells_of_every_connector_what_its_description_does() -> None:
    for group in (SYSTEMS, SHOPS):
        for connector in connectors(group).values():
            told, drawn = describe(connector.settings), fields_of(connector.settings)
            assert [(one.name, one.label, one.secret, one.required) for one in told] == [
                (one.name, one.label, one.secret, one.required) for one in drawn
            ]
