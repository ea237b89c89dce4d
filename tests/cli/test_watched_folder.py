"""A watched folder from the command line: connected, read, and its bad files told by the doctor."""

from pathlib import Path

import pytest
from tests.cli.conftest import Result, Run, sets
from tests.shops.files.place import bad
from tests.support.world import World

from facturier.cli.exits import Exit
from facturier.flows.find import poll
from facturier.shops.files.example import EXAMPLE
from facturier.store.models import Connection, Order


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "orders"
    made.mkdir()
    return made


def connect(facturier: Run, folder: Path, **more: str) -> Result:
    given = {"folder": str(folder), "shop": "till", "currency": "RON", "vat_percent": "21", **more}
    return facturier("connect", "shop", "files", "--label", "Till", *sets(given), "--json")


def test_it_is_tested_before_it_is_kept(facturier: Run, inside: World, folder: Path) -> None:
    ended = connect(facturier, folder / "lost")
    assert ended.code == Exit.MISCONFIGURED
    assert not Connection.objects.filter(label="Till").exists()
    assert connect(facturier, folder, decimal_sign="dot").code == Exit.USAGE
    ended = connect(facturier, folder)
    assert ended.code == Exit.DONE, ended.out
    assert [check["what"] for check in ended.json["checks"]] == [
        "Watched folder",
        "Moving files within it",
        "Results",
    ]


def test_orders_are_read_and_bad_files_told(facturier: Run, inside: World, folder: Path) -> None:
    connect(facturier, folder)
    till = Connection.objects.get(label="Till")
    (folder / "orders.csv").write_text(EXAMPLE)
    (folder / "bad.csv").write_text(bad())
    poll(inside.env, till.pk)
    assert set(Order.objects.filter(shop=till).values_list("number", flat=True)) == {"1001", "1002"}
    told = {row["name"]: row["message"] for row in facturier("doctor", "--json").json}
    assert any("“bad.csv” was not taken. Row 2, price" in message for message in told.values()), told
