"""Crediting: all that is left, or lines and amounts; shown before it is asked for, never above what was issued."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.support.world import World, line, order
from tests.web.conftest import client_of, person
from tests.web.test_order_page import key

from facturier.model.order import Quantities
from facturier.store.models import Document, Wish

LINES = (
    line("1", "242.00", name="Lamp", quantity=Quantities(Decimal(2))),
    line("2", "11.10", "11", name="Book"),
)


@pytest.fixture
def issued(world: World) -> World:
    world.hear(order("1001", *LINES))
    world.run()
    return world


def address(world: World) -> str:
    return f"/orders/{key(world)}/documents/{world.document().pk}/credit/"


def credit(client: Client, world: World, click: str, **fields: str) -> Any:
    wanted = {"why": "came back", "how": "lines", "click": click * 32, **fields}
    return client.post(address(world), wanted, follow=True)


def show(client: Client, world: World, **fields: str) -> str:
    """What a person sees first; how the second button names it."""
    seen = credit(client, world, "f", **fields, do="show")
    found = re.search(r'name="shown" value="(\w+)"', seen.text)
    assert found
    return found[1]


def make(client: Client, world: World, click: str, **fields: str) -> Any:
    """It is shown, then made."""
    return credit(client, world, click, **fields, do="issue", shown=show(client, world, **fields))


def notes() -> list[Decimal]:
    return [one.total for one in Document.objects.filter(kind="credit_note").order_by("pk")]


def test_what_is_left_of_each_line(ana: Client, issued: World) -> None:
    html = ana.get(address(issued)).text
    assert "2 for 242.00" in html
    assert "253.10 RON of it can still be credited" in html


def test_it_is_shown_first_and_made_with_the_second_button(ana: Client, issued: World) -> None:
    chosen = {"quantity-0": "1"}
    shown = credit(ana, issued, "1", **chosen, do="show")
    assert "Issue the credit note of -121.00 RON" in shown.text
    assert 'name="quantity-0" value="1"' in shown.text
    assert not Wish.objects.exists()
    make(ana, issued, "2", **chosen)
    issued.run()
    assert notes() == [Decimal("-121.00")]
    assert Wish.objects.get().why == "came back"


def test_what_was_changed_since_is_shown_again_instead_of_made(ana: Client, issued: World) -> None:
    shown = show(ana, issued, **{"quantity-0": "1"})
    answer = credit(ana, issued, "1", **{"quantity-0": "2"}, do="issue", shown=shown)
    assert "Issue the credit note of -242.00 RON" in answer.text
    assert not Wish.objects.exists()


def test_another_line_of_the_same_price_is_shown_again_instead_of_credited(ana: Client, world: World) -> None:
    world.hear(order("1001", line("1", "121.00", name="Lamp"), line("2", "121.00", name="Chair")))
    world.run()
    shown = show(ana, world, **{"quantity-0": "1"})
    answer = credit(ana, world, "1", **{"quantity-1": "1"}, do="issue", shown=shown)
    assert "Issue the credit note of -121.00 RON" in answer.text
    assert not Wish.objects.exists()


def test_what_somebody_else_credited_since_is_shown_first(ana: Client, issued: World) -> None:
    ion = client_of(issued, person("ion", issued.organisation))
    shown = show(ion, issued, **{"quantity-0": "1"})
    make(ana, issued, "1", **{"quantity-0": "1"})
    issued.run()
    answer = credit(ion, issued, "2", **{"quantity-0": "1"}, do="issue", shown=shown)
    assert "1 for 121.00" in answer.text
    issued.run()
    assert notes() == [Decimal("-121.00")]


def test_an_amount_of_ones_own_and_money_alone(ana: Client, issued: World) -> None:
    make(ana, issued, "1", **{"quantity-0": "1", "amount-0": "100,50", "amount-1": "1.11"})
    issued.run()
    assert notes() == [Decimal("-101.61")]


def test_a_document_of_a_thousand_lines_is_credited_as_any_other(ana: Client, issued: World) -> None:
    fields = {f"{name}-{place}": "" for name in ("quantity", "amount") for place in range(1000)}
    assert show(ana, issued, **{**fields, "quantity-0": "1"})


def test_all_that_is_left(ana: Client, issued: World) -> None:
    make(ana, issued, "1", **{"quantity-1": "1"})
    issued.run()
    make(ana, issued, "2", how="whole")
    issued.run()
    assert notes() == [Decimal("-11.10"), Decimal("-242.00")]
    assert issued.document().retired_at is not None


def test_two_clicks_are_one_credit(ana: Client, issued: World) -> None:
    shown = show(ana, issued, **{"quantity-0": "1"})
    for _ in range(2):
        credit(ana, issued, "1", **{"quantity-0": "1"}, do="issue", shown=shown)
    issued.run()
    assert notes() == [Decimal("-121.00")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quantity-0": "3"}, "only 2 for 242.00 can still be credited"),
        ({"amount-0": "242.01"}, "can still be credited"),
        ({"quantity-0": "-1"}, "not below zero"),
        ({"quantity-0": "two"}, "Enter numbers"),
        ({"amount-1": "NaN"}, "Enter numbers"),
        ({"amount-1": "1.005"}, "whole cents"),
        ({}, "a quantity or an amount"),
        ({"quantity-0": "1", "why": ""}, "Say why"),
    ],
)
def test_bad_input_is_refused_and_kept_as_typed(
    ana: Client, issued: World, fields: dict[str, str], said: str
) -> None:
    answer = credit(ana, issued, "1", **fields, do="show")
    assert answer.status_code == 422
    assert said in answer.text
    for value in filter(None, fields.values()):
        assert f'value="{value}"' in answer.text
    assert not Wish.objects.exists()


def test_nothing_is_credited_of_what_may_not_be(ana: Client, issued: World) -> None:
    shown = show(ana, issued, how="whole")
    ana.post(
        f"/orders/{key(issued)}/documents/{issued.document().pk}/cancel/", {"why": "x", "click": "9" * 32}
    )
    issued.run()
    assert ana.get(address(issued)).status_code == 409
    credit(ana, issued, "1", how="whole", do="issue", shown=shown)
    issued.run()
    assert notes() == []
