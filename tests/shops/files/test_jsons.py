"""JSON and JSON Lines: exact numbers, exact payloads, and where the file went wrong."""

import json
from decimal import Decimal

import pytest
from tests.shops.files.support import content, faults, one, only, orders, told, written

from facturier.shops.files import schema
from facturier.shops.files.sandbox import writing

BUYER = '"buyer": {"name": "Ana"}'
LINE = '{"name": "Mug", "price": 19.99, "vat": 21}'
ORDER = f'{{"number": 1001, "placed_at": "2026-11-19", "currency": "RON", {BUYER}, "lines": [{LINE}]}}'


@pytest.mark.parametrize("price", ["19.99", '"19.99"', "1999e-2", "0.1", "123456789.123456"])
def test_numbers_stay_what_they_are(price: str) -> None:
    (order,) = orders("a.json", ORDER.replace("19.99", price))
    assert order.lines[0].unit_gross == Decimal(price.strip('"'))


def test_the_payload_is_the_text_of_the_order_alone() -> None:
    other = ORDER.replace("1001", "1002")
    body = f"[\n  {ORDER},\n {other} ]\n"
    assert [one.raw.decode() for one in content("a.json", body).orders] == [ORDER, other]


def test_one_order_a_list_and_lines_are_alike() -> None:
    for name, body in (("a.json", ORDER), ("a.json", f"[{ORDER}]"), ("a.ndjson", f"\n{ORDER}\n\n")):
        assert [order.number for order in orders(name, body)] == ["1001"]


@pytest.mark.parametrize(
    ("body", "row", "words"),
    [
        (ORDER[:-10], 1, "Was the file cut off?"),
        (f"[\n{ORDER},\n{ORDER[:30]}", 3, "Was the file cut off?"),
        (f"[\n{ORDER}\n", 3, "the end of the list is missing"),
        (f"[\n{ORDER},\n]", 3, "no JSON here"),
        (f"{ORDER}\n{ORDER}", 2, "Something follows"),
        ("[]", 0, "There is nothing in it"),
        ("\n \n", 0, "There is nothing in it"),
        ("[" * 100_000, 1, "no JSON here|nested too deeply"),
        (ORDER.replace("19.99", "NaN"), 1, "NaN is no number"),
        (ORDER.replace("19.99", "1e999999999999999999999"), 1, "beyond all measure|below"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(body: str, row: int, words: str) -> None:
    found = only("a.json", body)
    assert found[0] == row
    assert any(one in found[2] for one in words.split("|")), found


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (('"vat": 21', '"vta": 21'), "lines[0].vta", "Nearest: vat"),
        (('"name": "Ana"', '"name": ["Ana"]'), "buyer.name", "An object or a list stands"),
        ((f"[{LINE}]", LINE), "lines", "A list of at least one"),
        ((LINE, '"Mug"'), "lines[0]", "Fields with names"),
        ((BUYER, '"buyer": "Ana"'), "buyer", "Fields with names"),
        (("1001", "true"), "number", ""),
        (("19.99", "true"), "lines[0].price", "no plain number"),
        (("19.99", '"19,99"'), "lines[0].price", "write 19.99"),
        (('"Mug"', '"M\\ud800ug"'), "lines[0].name", "control character"),
        (('"number": 1001', '"number": 1001, "state": "canceled"'), "state", "Nearest: cancelled"),
        (('"number": 1001', '"number": 1001, "number": 7'), "number", "twice"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(change: tuple[str, str], field: str, words: str) -> None:
    if field == "number" and not words:
        assert orders("a.json", ORDER.replace(*change))[0].number == "yes"
        return
    found = {name: said for _, name, said in faults("a.json", f"[{ORDER.replace(*change)}]")}
    assert words in found[field]


def test_an_order_twice_in_one_file_is_refused() -> None:
    row, field, said = only("a.json", f"[{ORDER},\n{ORDER}]")
    assert (row, field) == (2, "number")
    assert "stands in row 1 already" in said


def test_each_broken_line_of_json_lines_is_told() -> None:
    found = faults("a.jsonl", f"{ORDER}\n{ORDER[:20]}\n{ORDER.replace('1001', '7')} x\n")
    assert [fault[0] for fault in found] == [2, 3]


def test_whatever_the_schema_describes_is_read() -> None:
    """A file that satisfies the printed schema has no field that is unknown here, nor one too few."""
    names = set(schema.json_schema()["$defs"]["Order"]["properties"])
    assert names == set(schema.Order.__struct_fields__)
    plain = json.loads(writing.json_text([told()]))
    assert set(plain) <= names


def test_a_figure_may_be_a_number_or_a_text_by_the_schema() -> None:
    price = schema.json_schema()["$defs"]["Line"]["properties"]["price"]
    assert {"type": ["number", "string"]} in price["anyOf"]


def test_every_form_tells_the_same_order() -> None:
    expected = one(told())
    for form in ("jsonl", "csv", "xlsx"):
        assert orders(f"a.{form}", written(form, [told()])) == [expected]
