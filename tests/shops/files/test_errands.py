"""The schema on paper, and a file under examination: by the command line, without any database."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from tests.cli.conftest import Run, facturier, home
from tests.shops.files.support import HEAD, ROW, orders, table

from facturier.cli.exits import Exit
from facturier.shops.files.columns import columns
from facturier.shops.files.example import EXAMPLE

__all__ = ["facturier", "home"]


def test_the_json_schema_is_printed(facturier: Run) -> None:
    ended = facturier("files", "schema")
    assert ended.code == Exit.DONE
    schema = json.loads(ended.out)
    assert schema["$ref"] == "#/$defs/Order"
    assert schema["$defs"]["Line"]["properties"]["price"]["description"]


def test_the_columns_are_printed_with_an_example(facturier: Run) -> None:
    said = facturier("files", "schema", "--format", "csv").out
    assert EXAMPLE.splitlines()[1] in said
    squeezed = re.sub(r"\s+", " ", said)
    assert all(name in squeezed for name in columns())
    rows = facturier("files", "schema", "--format", "csv", "--json").json["rows"]
    assert [row["column"] for row in rows] == list(columns())
    assert all(row["what"] for row in rows)


def test_the_example_is_a_file_to_start_from(facturier: Run, tmp_path: Path) -> None:
    example = facturier("files", "schema", "--format", "example").out
    assert example == EXAMPLE
    first, second = orders("orders.csv", example)
    assert [str(order.payable) for order in (first, second)] == ["71.97", "121.00"]
    assert sum(line.gross for line in first.lines) == first.payable
    path = tmp_path / "orders.csv"
    path.write_text(example)
    ended = facturier("files", "check", path, "--json")
    assert ended.code == Exit.DONE
    assert [row["order"] for row in ended.json["rows"]] == ["1001", "1002"]


def test_the_schema_of_results_is_printed(facturier: Run) -> None:
    assert json.loads(facturier("files", "schema", "--format", "results").out)["$ref"] == "#/$defs/Result"


def test_an_unknown_format_is_refused_with_the_known_ones(facturier: Run) -> None:
    ended = facturier("files", "schema", "--format", "xml")
    assert ended.code == Exit.MISCONFIGURED
    assert "json, csv, example, results" in ended.err


def test_a_bad_file_is_told_row_by_row_and_left_alone(facturier: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(table(ROW.replace("19.99", "x").replace("RON", "LEI")))
    ended = facturier("files", "check", path, "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert [(row["row"], row["field"]) for row in ended.json["rows"]] == [(2, "currency"), (2, "price")]
    assert "Nothing of orders.csv would be taken" in facturier("files", "check", path).out
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["orders.csv"]


def test_the_conventions_of_a_connection_can_be_said(facturier: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    row = ROW.replace("RON", "").replace("19.99,21", '"19,99",').replace(",", ";")
    path.write_text(table(row, head=HEAD.replace(",", ";")).replace('"19;99"', "19,99"))
    options = ("--currency", "RON", "--vat-percent", "21", "--decimal-sign", "comma")
    more = ("--prices-include-vat", "false", "--separator", "semicolon", "--encoding", "utf-8")
    ended = facturier("files", "check", path, *options, *more, "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["rows"][0]["payable"] == "48.38 RON"


@pytest.mark.parametrize(
    "options", [("--separator", "pipe"), ("--vat-percent", "many"), ("--time-zone", "Mars/X")]
)
def test_options_that_cannot_be_used_are_refused(
    facturier: Run, tmp_path: Path, options: tuple[str, str]
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(table(ROW))
    assert facturier("files", "check", path, *options).code == Exit.MISCONFIGURED


def test_a_file_that_is_not_there_is_told(facturier: Run, tmp_path: Path) -> None:
    ended = facturier("files", "check", tmp_path / "nothing.csv")
    assert ended.code == Exit.MISCONFIGURED
    assert "cannot be read" in ended.err


def test_the_page_has_every_column_as_the_schema_has_it() -> None:
    page = files("facturier.shops.files").joinpath("page.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| (.*) \|$", page, re.MULTILINE)
    told = [
        (one.name, one.field.sort.value + (", required" if one.needed else ""), one.field.words)
        for one in columns().values()
    ]
    assert rows == told


def test_the_json_of_the_page_is_good() -> None:
    page = files("facturier.shops.files").joinpath("page.md").read_text("utf-8")
    body = re.search(r'^    \{"number".*?\n\n', page, re.MULTILINE | re.DOTALL)
    assert body is not None
    (order,) = orders("page.json", body[0])
    assert order.payable == sum(line.gross for line in order.lines)
