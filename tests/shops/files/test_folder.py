"""The life of a file: resting, read once, put aside, or condemned with a report."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.shops.files.place import Place, bad, good
from tests.shops.files.support import told, written

from facturier.ports.errors import Misconfigured, NotNow
from facturier.shops.files import aside, folder
from facturier.shops.files.sandbox.person import stamp

NOBODY = 65534


def test_a_good_file_is_read_once_and_then_moved(place: Place) -> None:
    place.drop("a.csv", good())
    place.poll()
    assert (place.numbers(), place.names()) == (["1001"], ["a.csv"])
    place.poll()
    assert (place.numbers(), place.names(), place.names("read")) == (["1001"], [], ["a.csv"])
    place.poll()
    assert place.numbers() == ["1001"]


def test_it_is_moved_only_when_its_orders_are_known_to_be_stored(place: Place) -> None:
    """The worker died before it could store anything: the next one reads the same again, to the byte."""
    place.drop("a.csv", good())
    (first,) = list(place.shop().orders(place.cursor))
    assert place.names() == ["a.csv"]
    place.poll()
    assert place.heard == list(first.orders)
    assert place.names() == ["a.csv"]


@pytest.mark.parametrize(
    "name", [".a.csv", "~$a.xlsx", "a.csv.part", "a.csv.tmp", "A.CSV.PART", "a.csv~", "Thumbs.db"]
)
def test_unfinished_and_foreign_files_are_not_touched(place: Place, name: str) -> None:
    path = place.drop(name, bad())
    place.poll()
    assert path.exists()
    assert (place.heard, place.troubles) == ([], ())


def test_a_file_that_grows_is_left_until_it_rests(place: Place) -> None:
    def grow() -> None:
        place.drop("a.csv", good()[:80])

    path = place.drop("a.csv", good()[:40])
    place.clock.later(timedelta(seconds=3), grow)
    place.poll()
    assert (place.heard, place.names()) == ([], ["a.csv"])
    place.drop("a.csv", good())
    place.poll()
    assert place.numbers() == ["1001"]
    assert path.exists()


def test_a_file_of_the_same_size_that_was_written_again_is_left_too(place: Place) -> None:
    def write_again() -> None:
        place.drop("a.csv", good("1002"))

    place.drop("a.csv", good("1001"))
    place.clock.later(timedelta(seconds=3), write_again)
    place.poll()
    assert place.heard == []
    place.poll()
    assert place.numbers() == ["1002"]


def test_the_rest_is_as_long_as_the_settings_say(place: Place) -> None:
    place.drop("a.csv", good())
    before = place.clock.now()
    list(place.shop(settle_seconds=20).orders(""))
    assert place.clock.now() - before == timedelta(seconds=20)


def test_an_empty_folder_is_not_waited_for(place: Place) -> None:
    before = place.clock.now()
    (page,) = list(place.shop().orders(""))
    assert (page.orders, page.troubles) == ((), ())
    assert place.clock.now() == before


def test_a_file_that_changed_between_rest_and_reading_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop("a.csv", good())
    resting = folder.at_rest

    def then_written(*given: object) -> object:
        found = resting(*given)  # type: ignore[arg-type]
        place.drop("a.csv", bad())
        return found

    monkeypatch.setattr(folder, "at_rest", then_written)
    assert [one for page in place.shop().orders("") for one in page.orders] == []
    assert place.names() == ["a.csv"]


def test_a_marker_is_waited_for_and_goes_with_its_file(place: Place) -> None:
    place.drop("a.csv", good())
    place.poll(ready_marker=True)
    assert place.heard == []
    place.drop("a.csv.ready", "")
    place.poll(ready_marker=True)
    place.poll(ready_marker=True)
    assert (place.numbers(), place.names(), place.names("read")) == (["1001"], [], ["a.csv"])


def test_a_bad_file_is_moved_at_once_with_every_fault_beside_it(place: Place) -> None:
    place.drop("a.csv", bad() + "1002,19.11.2026,LEI,,Mug,1,1,21\n")
    place.poll()
    assert (place.heard, place.names(), place.names("bad")) == ([], [], ["a.csv", "a.csv.report.txt"])
    report = (place.inbox / "bad" / "a.csv.report.txt").read_text("utf-8")
    for words in (
        "Faults: 4",
        "Row 2, price:",
        "Row 3, placed_at:",
        "Row 3, currency:",
        "Row 3, buyer_name:",
    ):
        assert words in report
    (trouble,) = place.troubles
    assert "“a.csv” was not taken. Row 2, price: “x” is no plain number" in trouble.message.render()


def test_nothing_of_a_bad_file_is_taken(place: Place) -> None:
    place.drop("a.csv", good("1001") + "1002,2026-11-19,RON,Ana,Mug,x,1,21\n")
    place.poll()
    assert place.heard == []


def test_a_trouble_stands_until_its_file_is_taken_away(place: Place) -> None:
    place.drop("a.csv", bad())
    place.poll()
    first = place.troubles
    place.poll()
    assert place.troubles == first
    (place.inbox / "bad" / "a.csv").unlink()
    place.poll()
    assert place.troubles == ()


def test_a_corrected_file_is_read_beside_the_bad_one(place: Place) -> None:
    place.drop("a.csv", bad())
    place.poll()
    place.drop("a.csv", good())
    place.poll()
    assert place.numbers() == ["1001"]


def test_a_report_that_a_dying_worker_did_not_write_is_written_later(place: Place) -> None:
    (place.inbox / "bad").mkdir()
    (place.inbox / "bad" / "a.csv").write_text(bad())
    place.poll()
    assert "Row 2, price" in (place.inbox / "bad" / "a.csv.report.txt").read_text()
    assert len(place.troubles) == 1


def test_names_that_are_taken_are_never_overwritten(place: Place) -> None:
    for turn in range(3):
        place.drop("a.csv", good(str(turn)))
        place.drop("b.csv", bad(str(turn)))
        place.poll()
        place.poll()
    assert place.names("read") == ["a (2).csv", "a (3).csv", "a.csv"]
    kept = {(place.inbox / "read" / name).read_text() for name in place.names("read")}
    assert kept == {good(str(turn)) for turn in range(3)}
    bads = {"b (2).csv", "b (3).csv", "b.csv"}
    assert set(place.names("bad")) == bads | {f"{name}.report.txt" for name in bads}
    assert len({trouble.about for trouble in place.troubles}) == 3


def test_the_same_name_with_news_is_news(place: Place) -> None:
    place.drop("a.csv", good(price="19.99"))
    place.poll()
    place.drop("a.csv", good(price="21.99"))
    place.poll()
    place.poll()
    assert [str(order.payable) for order in place.orders()] == ["39.98", "43.98"]


def test_a_file_that_takes_the_place_of_another_just_then_is_read_all_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look that knew the old one and the move, which takes the new one."""
    place.drop("a.csv", good("1001"))
    place.poll()
    move = aside.move

    def too_late(path: Path, folder: Path) -> Path | None:
        monkeypatch.setattr(aside, "move", move)
        place.drop("new.csv", good("1002")).replace(path)
        return move(path, folder)

    monkeypatch.setattr(aside, "move", too_late)
    place.poll()
    place.poll()
    assert place.numbers() == ["1001", "1002"]
    assert place.names("read") == ["a.csv"]


@pytest.mark.parametrize(
    ("body", "folder", "names"),
    [(good(), "read", []), (bad(), "bad", ["a.csv", "a.csv.report.txt"])],
)
def test_a_file_that_another_worker_moves_just_then_is_no_trouble(
    place: Place, monkeypatch: pytest.MonkeyPatch, body: str, folder: str, names: list[str]
) -> None:
    """Nor does the name that was kept for it remain."""
    place.drop("a.csv", body)
    place.poll()
    if folder == "bad":
        place.drop("a.csv", body)
    move = aside.move

    def gone(path: Path, folder: Path) -> Path | None:
        path.unlink()
        return move(path, folder)

    monkeypatch.setattr(aside, "move", gone)
    place.poll()
    assert (place.names(), place.names(folder)) == ([], names)


def test_a_report_that_comes_back_with_its_file_is_let_be(place: Place) -> None:
    place.drop("a.csv.report.txt", "a.csv was not taken")
    place.poll()
    assert (place.names(), place.troubles) == (["a.csv.report.txt"], ())


def test_files_are_read_in_the_order_in_which_they_were_written(place: Place) -> None:
    place.drop("a.csv", good("newest"))
    place.drop("z.csv", good("oldest"), older=timedelta(hours=2))
    place.drop("m.csv", good("middle"), older=timedelta(hours=1))
    place.poll()
    assert place.numbers() == ["oldest", "middle", "newest"]


def test_a_newer_file_tells_a_newer_state_of_the_order(place: Place) -> None:
    place.drop("b.csv", good(price="19.99"), older=timedelta(minutes=5))
    place.drop("a.csv", good(price="21.99"))
    place.poll()
    first, second = place.orders()
    assert first.changed_at < second.changed_at
    assert place.shop().order("1001").order == second


def test_a_file_from_the_future_is_as_new_as_today(place: Place) -> None:
    """Else nothing after it would ever count."""
    place.drop("a.csv", good(), older=-timedelta(days=400))
    place.poll()
    assert place.orders()[0].changed_at <= place.clock.now()


def test_an_order_is_found_in_what_was_read(place: Place) -> None:
    place.drop("a.xlsx", written("xlsx", [told(number="7"), told(number="8")]))
    place.poll()
    place.poll()
    assert place.names("read") == ["a.xlsx"]
    assert place.shop().order("8") == place.heard[1]


def test_links_and_odd_things_are_bad_and_folders_are_let_be(place: Place, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere.csv"
    secret.write_text(good())
    (place.inbox / "link.csv").symlink_to(secret)
    (place.inbox / "dangling.csv").symlink_to(tmp_path / "nothing")
    os.mkfifo(place.inbox / "pipe.csv")
    (place.inbox / "folder.csv").mkdir()
    place.poll()
    assert place.heard == []
    assert secret.read_text() == good()
    said = " ".join(trouble.message.render() for trouble in place.troubles)
    assert said.count("It is a link to another file") == 2
    assert said.count("It is no ordinary file") == 1
    assert (place.inbox / "folder.csv").is_dir()


def test_a_huge_file_is_bad_without_being_read(place: Place) -> None:
    path = place.drop("a.csv", "number")
    os.truncate(path, (32 << 20) + 1)
    stamp(path, place.clock.now())
    place.poll()
    assert "larger than 32 MB" in place.troubles[0].message.render()


def test_other_files_are_bad_too(place: Place) -> None:
    place.drop("order.pdf", b"%PDF-1.7")
    place.drop("noname", good())
    place.drop("empty.csv", "")
    place.poll()
    said = " ".join(trouble.message.render() for trouble in place.troubles)
    for words in ("Files named *.pdf are not read", "noname", "There is nothing in it"):
        assert words in said


def test_a_name_that_is_no_text_is_told_all_the_same(place: Place) -> None:
    path = os.fsencode(place.inbox) + b"/\xff\xfe.csv"
    Path(os.fsdecode(path)).write_text(bad())
    place.poll()
    place.poll()
    (trouble,) = place.troubles
    trouble.message.render().encode()
    assert "\\xff\\xfe.csv" in trouble.about


@pytest.fixture
def as_nobody() -> Iterator[Place]:
    """A folder in which the test is not the almighty user that it may run as."""
    with TemporaryDirectory() as name:
        inbox = Path(name)
        almighty = os.geteuid() == 0
        if almighty:
            os.chown(inbox, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Place(inbox)
        finally:
            if almighty:
                os.seteuid(0)
            inbox.chmod(0o700)


def test_a_file_that_may_not_be_read_is_bad(as_nobody: Place) -> None:
    as_nobody.drop("a.csv", good()).chmod(0)
    as_nobody.poll()
    assert "It cannot be opened: Permission denied" in as_nobody.troubles[0].message.render()


def test_a_folder_in_which_nothing_can_be_moved_is_a_persons_matter(as_nobody: Place) -> None:
    """Told before anything is read for the second time."""
    as_nobody.drop("a.csv", good())
    as_nobody.poll()
    as_nobody.inbox.chmod(0o500)
    with pytest.raises(Misconfigured, match="must be able to read, write and rename"):
        as_nobody.poll()
    assert any(not check.ok for check in as_nobody.shop().check())
    as_nobody.inbox.chmod(0o700)
    as_nobody.poll()
    assert (as_nobody.numbers(), as_nobody.names("read")) == (["1001"], ["a.csv"])


def test_a_full_disk_is_not_now(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.drop("a.csv", bad())

    def full(*given: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(NotNow, match="No space left"):
        place.poll()


def test_one_poll_reads_so_many_files_and_the_next_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facturier.shops.files.poll.FILES", 3)
    for number in range(7):
        place.drop(f"{number}.csv", good(str(number)))
    for _ in range(4):
        place.poll()
    assert sorted(place.numbers()) == [str(number) for number in range(7)]
    assert len(place.names("read")) == 7


def test_a_look_back_reads_what_was_put_aside_and_moves_nothing(place: Place) -> None:
    place.drop("old.csv", good("old"), older=timedelta(days=9))
    place.drop("new.csv", good("new"))
    place.poll()
    place.poll()
    place.drop("waiting.csv", good("waiting"))
    place.drop("bad.csv", bad())
    shop = place.shop()
    pages = list(shop.orders(shop.cursor_at(place.clock.now() - timedelta(days=1))))
    assert [one.number for page in pages for one in page.orders] == ["new", "waiting"]
    assert place.names() == ["bad.csv", "waiting.csv"]
