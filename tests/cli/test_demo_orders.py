"""Preview and issued document agree line by line on every demonstration order (Must show 2)."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.support.made import Made, documents_of
from tests.support.rehearsal import Rehearsal, rehearse

from facturier.cli import boot
from facturier.cli.demo.casts import CASTS
from facturier.cli.exits import Exit
from facturier.store import installation
from facturier.store.models import Document, Order

LEAST = {"ro": 90, "it": 25}


@pytest.fixture(params=CASTS)
def country(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rehearsal(
    transactional_db: None, country: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Rehearsal]:
    """The demonstration of a country, every order read and nothing issued."""
    made = rehearse(CASTS[country], tmp_path)
    monkeypatch.setattr(boot, "environment", lambda home: made.world.env)
    yield made
    installation.identity.cache_clear()


def test_preview_and_document_agree_line_by_line(facturier: Run, rehearsal: Rehearsal, country: str) -> None:
    orders = list(Order.objects.select_related("shop").order_by("pk"))
    previews = {
        order.pk: facturier("preview", order.number, "--shop", order.shop.label, "--json") for order in orders
    }
    rehearsal.world.run()
    documents = {one.order_id: one for one in Document.objects.exclude(number="").select_related("system")}
    theirs = {name: documents_of(name, sandbox) for name, sandbox in rehearsal.simulators.items()}
    assert len(documents) >= LEAST[country]
    assert len(documents) == sum(len(made) for made in theirs.values())
    for order in orders:
        ended = previews[order.pk]
        if ended.json["outcome"] == "ready":
            assert order.pk in documents, order
            document = documents[order.pk]
            _compare(ended.json, theirs[document.system.connector][document.reference])
        else:
            assert order.pk not in documents, order
            assert ended.json["reason"] or ended.json["findings"], order
            assert (ended.code == Exit.NEEDS_PERSON) == (ended.json["outcome"] == "held")
    for row in facturier("orders", "--limit", 1000, "--json").json:
        assert row["document"] or row["reason"], row
        assert row["standing"] not in ("new", "ready", "sending", "in_doubt", "issued"), row


def _compare(preview: dict[str, Any], made: Made) -> None:
    """With what the simulator computed by itself from what it was sent."""
    assert preview["currency"] == made.currency
    assert Decimal(preview["payable"]) == made.total
    assert Decimal(preview["vat"]) == made.vat
    assert len(preview["rows"]) == len(made.lines)
    for shown, line in zip(preview["rows"], made.lines, strict=True):
        assert shown["name"] == line.name
        assert Decimal(shown["quantity"]) == line.quantity
        assert Decimal(shown["percent"]) == line.percent
        for name in ("net", "vat", "gross"):
            computed = getattr(line, name)
            assert computed is None or Decimal(shown[name]) == computed
