"""Tables: columns, rows that belong together, and what a person is told of each mistake."""

from decimal import Decimal

import pytest
from tests.shops.files.support import HEAD, ROW, faults, only, orders, table, told, written

from facturier.shops.files.columns import column_of, columns

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


@pytest.mark.parametrize("sign", SEPARATORS)
def test_the_separator_is_seen(sign: str) -> None:
    (order,) = orders("a.csv", table(ROW).replace(",", sign))
    assert order.payable == Decimal("39.98")


@pytest.mark.parametrize(("sign", "name"), SEPARATORS.items())
def test_the_separator_can_be_said(sign: str, name: str) -> None:
    (order,) = orders("a.csv", table(ROW).replace(",", sign), separator=name)
    assert order.number == "1001"


def test_a_text_may_hold_the_separator_and_ends_of_lines() -> None:
    (order,) = orders("a.csv", table('1001,2026-11-19,RON,"Ana, and ""Ion""","Mug\nblue",2,19.99,21'))
    assert order.buyer.name == 'Ana, and "Ion"'
    assert order.lines[0].name == "Mug\nblue"


def test_rows_of_one_order_are_its_lines() -> None:
    first, second = orders(
        "a.csv", table(ROW, "1001,,,,Plate,1,5.00,11", "1002,2026-11-19,EUR,Ion,Tea,1,7.00,21")
    )
    assert [line.name for line in first.lines] == ["Mug", "Plate"]
    assert first.payable == Decimal("44.98")
    assert (second.number, second.currency) == ("1002", "EUR")


def test_names_of_columns_may_be_written_otherwise() -> None:
    head = "Number; Placed-At ;Currency;Buyer Name;NAME;Quantity;Price;VAT"
    (order,) = orders("a.csv", table(ROW.replace(",", ";"), head=head))
    assert order.buyer.name == "Ana Exemplu"


def test_empty_rows_do_not_matter_but_count() -> None:
    row, field, _ = only("a.csv", table(ROW, "", ",,,,,,,", "1002,2026-11-19,RON,Ana,Mug,x,1,21"))
    assert (row, field) == (5, "quantity")


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ("19,99", "price", "write 19.99"),
        ("1.234,56", "price", "no plain number such as 1234.56"),
        ("1 234.56", "price", "no plain number"),
        ("19.99 lei", "price", "no plain number"),
        ("1e3", "price", "no plain number"),
        ("NaN", "price", "no plain number"),
        ("12345678901", "price", "below 1000000000"),
        ("1.1234567", "price", "more than 6 decimals"),
        ("0", "quantity", "above zero"),
        ("-2", "quantity", "refund"),
        ("20.11.2026", "placed_at", "2026-11-20"),
        ("11/20/2026", "placed_at", "2026-11-20"),
        ("2026-02-30", "placed_at", "2026-11-20"),
        ("1999-01-01", "placed_at", "2026-11-20"),
        ("2027-01-01", "placed_at", "in the future"),
        ("LEI", "currency", "currency, such as RON"),
        ("-21", "vat", "negative"),
        ("121", "vat", "more than 100"),
        ("", "name", "missing"),
        ("", "buyer_name", "missing"),
        ("", "placed_at", "missing"),
        ("", "price", "Neither price nor amount"),
        ("", "vat", "VAT is missing"),
        ("", "currency", "no usual currency"),
        ("Ana\x07", "buyer_name", "control character"),
        ("x" * 501, "name", "too long"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(cell: str, column: str, words: str) -> None:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    cells[column] = f'"{cell}"'
    row, field, said = only("a.csv", table("1000,2026-11-19,RON,Ana,Mug,1,1,21", ",".join(cells.values())))
    assert (row, field) == (3, column)
    assert words in said


@pytest.mark.parametrize(
    ("row", "place", "field", "words"),
    [
        ("1001,2026-11-19,RON,Ana,Mug,1,2.00", 2, "", "7 cells where the first row names 8"),
        ("1001,2026-11-19,RON,Ana,Mug,1,2.00,21,more", 2, "", "9 cells"),
        (",2026-11-19,RON,Ana,Mug,1,2.00,21", 2, "number", "each row names its order"),
        ('1001,2026-11-19,RON,"Ana,Mug,1,2.00,21', 2, "", "cut off"),
    ],
)
def test_a_wrong_row_is_named(row: str, place: int, field: str, words: str) -> None:
    found = only("a.csv", table(row))
    assert found[:2] == (place, field)
    assert words in found[2]


def test_all_faults_are_told_at_once() -> None:
    body = table(
        "1001,20.11.2026,LEI,Ana,Mug,x,19.99,21",
        ROW.replace("1001", "1002"),
        "1003,2026-11-19,RON,,Mug,1,1,1x",
    )
    assert [fault[:2] for fault in faults("a.csv", body)] == [
        (2, "placed_at"),
        (2, "currency"),
        (2, "quantity"),
        (4, "buyer_name"),
        (4, "vat"),
    ]


@pytest.mark.parametrize(
    ("head", "field", "words"),
    [
        (HEAD.replace("quantity", "quantiti"), "quantiti", "Nearest: quantity"),
        (HEAD.replace("quantity", "total_weight_of_it"), "total_weight_of_it", "There is no such column"),
        (HEAD.replace("quantity", "price"), "price", "Two columns"),
        (HEAD.replace("currency", ""), "column 3", "There is no such column"),
        (HEAD.replace("placed_at", "paid"), "placed_at", "This column is missing"),
        (HEAD.replace("number", "nr"), "number", "no order can be told from another"),
    ],
)
def test_wrong_columns_are_named(head: str, field: str, words: str) -> None:
    found = {name: (row, said) for row, name, said in faults("a.csv", table(ROW, head=head))}
    row, said = found[field]
    assert row == 1
    assert words in said


def test_a_file_without_known_columns_says_where_they_are_told() -> None:
    assert "facturier files schema --format csv" in only("a.csv", "Comanda;Client\n1;Ana\n")[2]


def test_rows_of_one_order_stand_together() -> None:
    row, field, said = only("a.csv", table(ROW, ROW.replace("1001", "1002"), ROW))
    assert (row, field) == (4, "number")
    assert "began in row 2" in said


def test_rows_of_one_order_agree_about_it() -> None:
    row, field, said = only("a.csv", table(ROW, ROW.replace("RON", "EUR")))
    assert (row, field) == (3, "currency")
    assert "row 2 of the same order says “RON”" in said


def test_the_decimal_comma_can_be_chosen() -> None:
    body = table(ROW.replace(",", ";").replace("19.99", "19,99"), head=HEAD.replace(",", ";"))
    assert orders("a.csv", body, decimal_sign="comma")[0].payable == Decimal("39.98")
    assert "write 19,99" in only("a.csv", body.replace("19,99", "19.99"), decimal_sign="comma")[2]


def test_refunds_are_rows_of_their_own() -> None:
    head = f"{HEAD},amount,line,refund,refunded_at"
    row = "1001,2026-11-18 14:30,RON,Ana Exemplu,Mug,2,19.99,21,,,,"
    order = orders(
        "a.csv",
        table(
            row,
            "1001,,,,,1,,,19.99,1,R1,2026-11-19 10:00",
            "1001,,,,,,,,5.00,,R1,2026-11-19 10:00",
            head=head,
        ),
    )[0]
    (refund,) = order.refunds
    assert (refund.id, refund.gross, refund.adjustment) == ("R1", Decimal("24.99"), Decimal("5.00"))
    assert [(line.line, line.gross, line.tax) for line in refund.lines] == [
        ("1", Decimal("19.99"), Decimal("3.47"))
    ]
    wrong = faults("a.csv", table(row, "1001,,,,,1,,,19.99,7,R1,2026-11-19", head=head))
    assert wrong == [(3, "line", "The order has no line “7”, only: 1.")]


def test_every_column_is_found_by_its_path_and_written_by_its_name() -> None:
    for column in columns().values():
        path = column.path.replace("lines.", "lines[3].").replace("refunds.", "refunds[0].")
        assert column_of(path) == column.name
    (order,) = orders("a.csv", written("csv", [told()]))
    assert order.number == "1001"
