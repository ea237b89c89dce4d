"""What goes wrong with folders and files in real life. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.conformance.arrangement import Trap
from tests.shops.files import test_folder as folder
from tests.shops.files import test_jsons as jsons
from tests.shops.files import test_properties as properties
from tests.shops.files import test_results as results
from tests.shops.files import test_spreadsheet as spreadsheet
from tests.shops.files import test_tables as tables
from tests.shops.files import test_texts as texts
from tests.shops.files.place import Place, bad, good
from tests.shops.files.support import HEAD, ROW, content, orders, table, told, written

from facturier.ports.errors import Misconfigured


def in_place(check: Callable[..., None], *given: Any, patched: bool = False) -> Callable[[], None]:
    """A check of the folder's own tests, in a folder of its own."""

    def run() -> None:
        with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
            place = Place(Path(name) / "orders")
            place.inbox.mkdir()
            check(place, *given, *([patch] if patched else []))

    return run


def after_reading(check: Callable[[Place], None]) -> Callable[[], None]:
    """A check of what is written back, once an order was read."""

    def run(place: Place) -> None:
        place.drop("a.csv", good())
        place.poll()
        check(place)

    return in_place(run)


def with_path(check: Callable[..., None], *given: Any) -> Callable[[], None]:
    def run() -> None:
        with TemporaryDirectory() as name:
            check(Path(name), *given)

    return run


def copied_with_an_old_date(place: Place) -> None:
    """`cp -p` and unpacked archives keep dates: an old date hides no file from the poll."""
    place.drop("new.csv", good("new"))
    place.poll()
    place.drop("old.csv", good("old"), older=timedelta(days=400))
    place.poll()
    assert place.numbers() == ["new", "old"]


def the_same_export_every_night(place: Place) -> None:
    """A whole export under the same name, with one order more each time."""
    for count in range(1, 4):
        place.drop("export.jsonl", written("jsonl", [told(number=f"N{n}") for n in range(count)]))
        place.poll()
        place.poll()
    payloads = {(one.number, one.raw) for one in place.heard}
    assert {number for number, _ in payloads} == {"N0", "N1", "N2"}
    assert len(payloads) == 3
    assert len(place.names("read")) == 3


def two_polls_at_once(place: Place) -> None:
    """Two workers read the same folder: what one has moved, the other does not miss."""
    for number in range(6):
        place.drop(f"{number}.csv", good(str(number)))
        place.drop(f"{number}-bad.csv", bad())
    one, other = (place.shop(page_size=2).orders(place.cursor) for _ in range(2))
    heard = [told.number for pages in zip(one, other, strict=False) for page in pages for told in page.orders]
    heard += [told.number for pages in (one, other) for page in pages for told in page.orders]
    assert set(heard) == {str(number) for number in range(6)}
    assert len([name for name in place.names("bad") if not name.endswith(".report.txt")]) == 6


def an_unmounted_share(place: Place) -> None:
    """The folder is gone for a while: nobody builds another in its place, and it goes on by itself."""
    place.drop("a.csv", good())
    place.poll()
    away = place.inbox.rename(place.inbox.with_name("away"))
    assert not all(check.ok for check in place.shop().check())
    with pytest.raises(Misconfigured):
        place.poll()
    with pytest.raises(Misconfigured):
        place.shop().record(place.orders()[0], results.INVOICE, results.SAID)
    assert not place.inbox.exists()
    away.rename(place.inbox)
    place.poll()
    assert (place.numbers(), place.names("read")) == (["1001"], ["a.csv"])


def a_binary_number_in_json() -> None:
    body = written("json", [told()]).replace(b"19.99", b"19.990000000000000")
    assert str(orders("a.json", body)[0].payable) == "19.99"


def a_quoted_head() -> None:
    head = ",".join(f'"{name}"' for name in HEAD.split(","))
    assert orders("a.csv", table(ROW, head=head))[0].number == "1001"


def old_macs_end_lines_otherwise() -> None:
    for end in ("\r\n", "\r"):
        assert content("a.csv", table(ROW).replace("\n", end)).orders


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "arriving: a file that grows", in_place(folder.test_a_file_that_grows_is_left_until_it_rests)
    yield (
        "arriving: the same size, another content",
        in_place(folder.test_a_file_of_the_same_size_that_was_written_again_is_left_too),
    )
    yield "arriving: a marker", in_place(folder.test_a_marker_is_waited_for_and_goes_with_its_file)
    for name in ("~$a.xlsx", "a.csv.part", "Thumbs.db"):
        yield f"arriving: {name}", in_place(folder.test_unfinished_and_foreign_files_are_not_touched, name)
    yield "arriving: a date kept by the copy", in_place(copied_with_an_old_date)
    yield "arriving: a date in the future", in_place(folder.test_a_file_from_the_future_is_as_new_as_today)
    yield "arriving: the same export every night", in_place(the_same_export_every_night)
    yield "reading: two workers at once", in_place(two_polls_at_once)
    yield (
        "reading: dead before it was stored",
        in_place(folder.test_it_is_moved_only_when_its_orders_are_known_to_be_stored),
    )
    yield (
        "reading: another file under the name",
        in_place(
            folder.test_a_file_that_takes_the_place_of_another_just_then_is_read_all_the_same, patched=True
        ),
    )
    yield "moving: the name is taken", in_place(folder.test_names_that_are_taken_are_never_overwritten)
    yield "moving: a share that is away", in_place(an_unmounted_share)
    yield "tables: a decimal comma", tables.test_the_decimal_comma_can_be_chosen
    yield "tables: rows of an order apart", tables.test_rows_of_one_order_stand_together
    yield "tables: names in quotes", a_quoted_head
    yield "tables: ends of lines", old_macs_end_lines_otherwise
    yield "texts: old Windows", texts.test_what_they_read_differently_is_refused_with_both_readings
    yield "JSON: trailing zeros of a binary number", a_binary_number_in_json
    yield "JSON: the same order twice", jsons.test_an_order_twice_in_one_file_is_refused
    yield "XLSX: fractions of a day", spreadsheet.test_times_do_not_lose_a_second_to_fractions_of_a_day
    yield "XLSX: a gigabyte folded small", spreadsheet.test_a_file_that_unfolds_without_end_is_not_unfolded
    yield "any: bytes by chance", properties.test_any_bytes_are_a_report
    yield "results: a cancelled document", after_reading(results.test_a_cancelled_document_stays_and_says_so)
    yield "results: two at the same moment", with_path(results.test_workers_at_the_same_moment_lose_nothing)
    yield (
        "results: numbers that look alike",
        with_path(results.test_numbers_that_look_alike_have_files_of_their_own),
    )
    yield (
        "results: a number that is a path",
        with_path(partial(results.test_any_order_number_makes_a_harmless_name, number="../../etc/passwd")),
    )


TRAPS = tuple(Trap(name, check) for name, check in _traps())
