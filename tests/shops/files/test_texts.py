"""Encodings: what is certain is read, what is not is refused with both readings and a way out."""

import codecs

import pytest
from tests.shops.files.support import only, orders, table

ROMANIAN = "1001,2026-11-19,RON,Ștefan Țăran,Cană,2,19.99,21"
POLISH = "1001,2026-11-19,PLN,Żółć Gęś,Kubek,2,19.99,21"
GERMAN = "1001,2026-11-19,EUR,Jörg Müller,Töpfe,2,19.99,21"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("row", [ROMANIAN, POLISH, GERMAN])
def test_unicode_shows_by_itself(encoding: str, row: str) -> None:
    (order,) = orders("a.csv", table(row).encode(encoding))
    assert order.buyer.name == row.split(",")[3]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_marked_utf_16_is_read(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert orders("a.csv", mark + table(ROMANIAN).encode(encoding))[0].number == "1001"


@pytest.mark.parametrize("encoding", ["cp1250", "cp1252"])
def test_what_both_windows_encodings_read_alike_is_taken(encoding: str) -> None:
    assert orders("a.csv", table(GERMAN).encode(encoding))[0].buyer.name == "Jörg Müller"


def test_what_they_read_differently_is_refused_with_both_readings() -> None:
    row, _, said = only("a.csv", table(GERMAN, POLISH.replace("1001", "1002")).encode("cp1250"))
    assert row == 3
    assert "Żółć" in said
    assert "¯ó³æ" in said
    assert "UTF-8" in said


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2"])
def test_an_encoding_that_was_chosen_is_used(encoding: str) -> None:
    body = table(POLISH).encode(encoding)
    assert orders("a.csv", body, encoding=encoding)[0].buyer.name == "Żółć Gęś"


def test_what_is_not_the_chosen_encoding_is_told_with_its_place() -> None:
    row, _, said = only("a.csv", table(GERMAN, POLISH).encode("cp1250"), encoding="utf-8")
    assert row == 2
    assert "not utf-8" in said


def test_a_byte_that_fits_nothing_is_told() -> None:
    body = table(GERMAN).encode("cp1252").replace(b"T\xf6pfe", b"T\x81\x90pfe")
    assert "no text in an encoding that is known" in only("a.csv", body)[2]


def test_json_may_have_a_mark_too() -> None:
    body = '{"number": "1", "placed_at": "2026-11-19", "currency": "RON", "buyer": {"name": "Ș"}, '
    body += '"lines": [{"name": "Cană", "price": 1, "vat": 21}]}'
    for encoding in ("utf-8-sig", "utf-16"):
        assert orders("a.json", body.encode(encoding))[0].buyer.name == "Ș"
