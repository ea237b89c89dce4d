import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.countries.text import (
    ascii_only,
    cut,
    fold,
    ksef_clean,
    ksef_forbidden,
    latin1,
    squeeze,
    words,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ștefănescu", "Stefanescu"),
        ("Şerban Ţară", "Serban Tara"),
        ("Târgu Mureș, Sfîntu", "Targu Mures, Sfintu"),
        ("Łódź", "Lodz"),
        ("Citta\u0300", "Citta"),
        ("Straße Ærø", "Strasse AEro"),
        ("plain ASCII", "plain ASCII"),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_squeeze_takes_the_invisible_blanks_too() -> None:
    assert squeeze(" SC\u00a0 Exemplu\u200b\tSRL\n") == "SC Exemplu SRL"


def test_words_are_for_comparing() -> None:
    assert (
        words(" Judeţul  Bistriţa-Năsăud. ") == words("JUDETUL BISTRITA NASAUD") == "judetul bistrita nasaud"
    )


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("abc def ghi", 11, ("abc def ghi", "")),
        ("abc def ghi", 10, ("abc def", "ghi")),
        ("abc def ghi", 7, ("abc def", "ghi")),
        ("abc def ghi", 6, ("abc", "def ghi")),
        ("abcdefghi", 4, ("abcd", "efghi")),
        ("  abc   def ", 7, ("abc def", "")),
        ("", 3, ("", "")),
    ],
)
def test_cut_parts_between_words(text: str, limit: int, parts: tuple[str, str]) -> None:
    assert cut(text, limit) == parts


@given(st.text(max_size=300), st.integers(1, 120))
def test_cut_loses_nothing(text: str, limit: int) -> None:
    kept, rest = cut(text, limit)
    assert len(kept) <= limit
    assert squeeze(text) in (kept + rest, f"{kept} {rest}")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Caffè 5 €", "Caffè 5 EUR"),
        ("„Ghilimele” – 1…2", '"Ghilimele" - 1...2'),
        ("Łódź Brăila Iași Țara", "Lódz Braila Iasi Tara"),
        ("Tricou 😀 alb", "Tricou alb"),
        ("ДЖ чай", ""),
        ("10 × 20 °C", "10 × 20 °C"),
        ("10 k\N{OHM SIGN} ≤ 5", "10 kOhm <= 5"),
    ],
)
def test_latin1_for_italy(text: str, written: str) -> None:
    assert latin1(text) == written


@given(st.text(max_size=200))
def test_both_charsets_are_kept_for_any_text(text: str) -> None:
    latin1(text).encode("latin-1")
    ascii_only(text).encode("ascii")
    assert latin1(latin1(text)) == latin1(text)


def test_ascii_for_italian_order_numbers() -> None:
    assert ascii_only("Comandă nº 5 – è") == "Comanda no 5 - e"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1f", "\x7f", "\x84", "\x86", "\x9f", "\ufdd0", "\ufdef", "\uffff", "\U0001fffe"]
)
def test_ksef_refuses_these(sign: str) -> None:
    assert ksef_forbidden(f"a{sign}b{sign}") == (f"U+{ord(sign):04X}",)
    assert ksef_clean(f"a{sign}b") == "ab"


@pytest.mark.parametrize("sign", ["\t", "\n", "\x85", "~", "\xa0", "ł", "\ufdcf", "\ufdf0", "\ufffd", "😀"])
def test_ksef_takes_these(sign: str) -> None:
    assert ksef_forbidden(sign) == ()
    assert ksef_clean(sign) == sign
