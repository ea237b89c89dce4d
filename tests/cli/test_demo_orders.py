"""Preview and issued document agree line by line on every demonstration order (Must show 2)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.cli.conftest import Run
from tests.conftest import Make
from tests.support.world import World

from facturier.cli import boot
from facturier.cli.demo.stage import SETTINGS, keep_rates
from facturier.cli.exits import Exit
from facturier.drafting.settings import RouteSettings
from facturier.flows.find import poll
from facturier.sandbox.transport import InProcess
from facturier.shops.magento.sandbox import MagentoSandbox, create_filled
from facturier.store.models import Connection, Document, Order

URL = "http://magento.sandbox.test"


@pytest.fixture
def heard(make_world: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small world with the demonstration's shop and route, every order read and nothing issued."""
    world = make_world()
    shop = create_filled(clock=world.clock)
    _connect(world, shop)
    keep_rates(world.clock.now())
    world.settings(
        **{name: getattr(msgspec.convert(SETTINGS, RouteSettings, strict=False), name) for name in SETTINGS}
    )
    poll(world.env, world.shop.pk)
    monkeypatch.setattr(boot, "environment", lambda home: world.env)
    return world


def _connect(world: World, shop: MagentoSandbox) -> None:
    world.shop.settings = shop.settings(URL)
    world.shop.save()
    to_system = world.env.transport
    to_shop = {Connection.Role.SHOP.value: lambda: InProcess(shop)}
    world.env = replace(
        world.env, transport=lambda connection: to_shop.get(connection.role) or to_system(connection)
    )


def test_preview_and_document_agree_line_by_line(facturier: Run, heard: World) -> None:
    numbers = list(Order.objects.order_by("pk").values_list("number", flat=True))
    previews = {number: facturier("preview", number, "--json") for number in numbers if number}
    heard.run()
    documents = {one.order.number: one for one in Document.objects.exclude(number="").select_related("order")}
    assert len(documents) >= 60
    for number, ended in previews.items():
        if ended.json["outcome"] == "ready":
            assert number in documents, number
            _compare(ended.json, documents[number], heard)
        else:
            assert number not in documents, number
            assert ended.json["reason"] or ended.json["findings"], number
            assert (ended.code == Exit.NEEDS_PERSON) == (ended.json["outcome"] == "held")
    for row in facturier("orders", "--limit", 1000, "--json").json:
        assert row["document"] or row["reason"], row
        assert row["standing"] not in ("new", "ready", "sending", "in_doubt", "issued"), row


def _compare(preview: dict[str, Any], document: Document, world: World) -> None:
    """With what the simulator computed by itself from what it was sent."""
    made = next(
        one
        for one in world.sandbox.company().documents
        if (one.series, one.number) == (document.series, document.number)
    )
    assert preview["currency"] == made.currency
    assert Decimal(preview["payable"]) == made.total
    assert Decimal(preview["vat"]) == made.vat
    assert len(preview["rows"]) == len(made.rows)
    for shown, row in zip(preview["rows"], made.rows, strict=True):
        assert shown["name"] == row.name
        assert Decimal(shown["quantity"]) == row.quantity
        assert Decimal(shown["percent"]) == row.tax.percent
        assert (Decimal(shown["net"]), Decimal(shown["vat"])) == (row.net, row.vat)
