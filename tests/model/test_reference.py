"""Our mark: the same for ever, found again however a page prints it, and nowhere else."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.model.reference import PATTERN, Slot, installation_of, references_in

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)
SLOTS = st.builds(Slot, NAMES, NAMES, NAMES, NAMES, st.integers(1, 99))
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
MARKS = st.builds(
    "FX-{}-{}".format, st.text(BASE32, min_size=4, max_size=4), st.text(BASE32, min_size=12, max_size=12)
)
MARK = "FX-GX4E-NSSXM4N7RKDQ"
GAPS = ["\n", " ", "\r\n", "\t", "\u00a0", " \n "]


@pytest.mark.parametrize(
    ("installation", "slot", "reference"),
    [
        (
            "5f0c6a2e-4d7b-4a53-9d6e-1f6f0f3f2a10",
            Slot("RO12345674", "shop.exemplu.test#1001", "fiscal", "", 1),
            MARK,
        ),
        (
            "x",
            Slot("PL5260001246", "sklep.example/pl#000000042", "credit", "7:refund:19", 2),
            "FX-FVYR-HIOE56RAAWPJ",
        ),
        (
            "installation ș",
            Slot("IT00743110157", "Amazon.it/A1#405-1", "fiscal", "3", 1),
            "FX-M64Q-5U2AMNB7ZHCD",
        ),
    ],
)
def test_marks_on_issued_documents_never_change(installation: str, slot: Slot, reference: str) -> None:
    """Golden values: documents out there carry them. If this fails, the derivation was changed: undo that."""
    assert slot.reference(installation) == reference


@given(SLOTS, SLOTS, NAMES)
def test_two_slots_never_share_a_mark(one: Slot, other: Slot, installation: str) -> None:
    assert (one.reference(installation) == other.reference(installation)) == (one == other)


@given(SLOTS, NAMES, NAMES)
def test_two_installations_never_share_a_mark(slot: Slot, one: str, other: str) -> None:
    first, second = slot.reference(one), slot.reference(other)
    assert (first == second) == (one == other)
    assert PATTERN.fullmatch(first)
    assert (installation_of(first) == installation_of(second)) == (one == other)


def test_every_part_of_a_slot_counts() -> None:
    slots = [
        Slot("RO1", "a#1", "fiscal", "", 1),
        Slot("RO2", "a#1", "fiscal", "", 1),
        Slot("RO2", "b#1", "fiscal", "", 1),
        Slot("RO2", "b#1", "proforma", "", 1),
        Slot("RO2", "b#1", "proforma", "1", 1),
        Slot("RO2", "b#1", "proforma", "1", 2),
        Slot("RO2", "b#1", "proforma", "", 11),
    ]
    assert len({slot.reference("i") for slot in slots}) == len(slots)


@given(MARKS, st.integers(1, 19), st.sampled_from(GAPS), st.text("Comandă nr. 7,:;()", max_size=20))
def test_found_where_a_page_broke_it(mark: str, at: int, gap: str, around: str) -> None:
    assert references_in(f"{around} {mark[:at]}{gap}{mark[at:]} {around}") == [mark]


@given(MARKS, st.lists(st.integers(1, 19), unique=True, max_size=19))
def test_found_where_a_narrow_column_broke_it_often(mark: str, breaks: list[int]) -> None:
    cuts = [0, *sorted(breaks), len(mark)]
    assert references_in("\n".join(mark[start:end] for start, end in pairwise(cuts))) == [mark]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad"])
@given(mark=MARKS, at=st.integers(1, 19))
def test_found_where_a_line_break_added_a_hyphen(hyphen: str, mark: str, at: int) -> None:
    assert references_in(f"Ref. {mark[:at]}{hyphen}\n{mark[at:]}.") == [mark]


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212"])
def test_found_where_a_font_has_another_hyphen(hyphen: str) -> None:
    assert references_in(f"Mentiuni: {MARK.replace('-', hyphen)}") == [MARK]


def test_all_are_found_in_their_order() -> None:
    other = "FX-AAAA-BBBBBBBBBBBB"
    assert references_in(f"{other} storno {MARK}\n{other}") == [other, MARK, other]


@pytest.mark.parametrize(
    "noise",
    [
        "",
        "FX-ABCD",
        "FX ABCD ABCDEFGHIJKL",
        "FXABCDABCDEFGHIJKL",
        "fx-abcd-abcdefghijkl",
        "FX-ABCD-ABCDEFGHIJK",
        "FX-ABCD-ABCDEFGHIJK1",
        "FX-AB0D-ABCDEFGHIJKL",
        "FX-ABC-D-ABCDEFGHIJKL",
        "FX-ABCD-ABCD-EFGHIJKL",
        "CUI RO12345674 J12/34/2020 RO49AAAA1B31007593840000",
    ],
)
def test_never_found_in_noise(noise: str) -> None:
    assert references_in(noise) == []


@given(st.text("FX-ABCD2345\n ", max_size=200))
def test_nothing_is_found_that_does_not_stand_there(text: str) -> None:
    letters = re.sub(r"[\s-]", "", text)
    for mark in references_in(text):
        assert PATTERN.fullmatch(mark)
        assert mark.replace("-", "") in letters
