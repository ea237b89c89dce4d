"""The simulator's lists: the vendor's own filter grammar, the older brackets, order and pages (section 7)."""

from typing import Any

import pytest

from facturier.systems.fattureincloud.sandbox.listing import chosen, page
from facturier.systems.fattureincloud.sandbox.query import bracketed, filtered
from facturier.systems.fattureincloud.sandbox.replies import Problem

FIELDS = frozenset(["name", "number", "date", "entity.name", "amount", "email"])
ROWS: list[dict[str, Any]] = [
    {
        "name": name,
        "number": number,
        "date": day,
        "entity": {"name": buyer},
        "amount": amount,
        "email": email,
    }
    for name, number, day, buyer, amount, email in (
        ("O'Neil", 1, "2026-01-05", "Rossi", 5, None),
        ("Bianchi", 2, "2026-01-06", "Verdi", 5, "b@x.it"),
        ("Neri", 10, "2026-02-01", "Rossini", 7, ""),
    )
]


def numbers(test: Any) -> list[int]:
    return [row["number"] for row in ROWS if test(row)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'O''Neil'", [1]),
        ("number > 1 and number <= 10", [2, 10]),
        ("number = 1 or number = 2 and amount = 7", [1]),
        ("(number = 1 or number = 10) and amount = 7", [10]),
        ("entity.name starts with 'Ross'", [1, 10]),
        ("entity.name startswith 'Ross'", [1, 10]),
        ("entity.name not contains 'ini'", [1, 2]),
        ("name like '%i%'", [1, 2, 10]),
        ("email is null", [1]),
        ("email IS NOT NULL", [2, 10]),
        ("email <> null", [2, 10]),
        ("date >= '2026-01-06'", [2, 10]),
        ("name ends with 'ri'", [10]),
    ],
)
def test_what_the_grammar_knows(query: str, found: list[int]) -> None:
    assert numbers(filtered(query, FIELDS)) == found


@pytest.mark.parametrize(
    "query",
    [
        "name =~ 'x'",
        'name = "x"',
        r"name = 'O\'Neil'",
        "subject = 'x'",
        "name2 = 'x'",
        "name = 'x' And number = 1",
        "number = -1",
        "(number = 1",
        "name = ",
        "name contains 5",
    ],
)
def test_what_it_does_not_know_is_refused(query: str) -> None:
    with pytest.raises(Problem):
        filtered(query, FIELDS)


def test_the_older_brackets_of_the_shop_modules() -> None:
    asked = {
        "filter[0][field]": "name",
        "filter[0][op]": "=",
        "filter[0][value]": "Neri",
        "filter[1][field]": "number",
        "filter[1][op]": "=",
        "filter[1][value]": "2",
        "filter_type": "or",
    }
    test = bracketed(asked, FIELDS)
    assert numbers(test) == [2, 10]
    assert bracketed({}, FIELDS) is None


def test_order_and_pages() -> None:
    asked = {"sort": "-amount,number", "per_page": "2", "page": "2"}
    found = page(ROWS, asked, FIELDS, 50, "/here")
    assert [row["number"] for row in found["data"]] == [2]
    assert (found["total"], found["last_page"], found["from"], found["to"]) == (3, 2, 3, 3)
    nothing = page([], {"per_page": "500"}, FIELDS, 50, "/here")
    assert (nothing["per_page"], nothing["from"], nothing["last_page"]) == (100, None, 1)


def test_only_the_fields_that_were_named() -> None:
    assert chosen(ROWS[0], "number,entity.name,nothing") == {"number": 1, "entity": {"name": "Rossi"}}
