"""What is written back: once, whole, and never on top of what is not ours."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.shops.files.place import Place, good

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.reference import Slot
from facturier.ports.errors import Misconfigured
from facturier.ports.shop import WriteBack
from facturier.shops.files import results

MARK = Slot("issuer", "1001", "fiscal", "", 0).reference("here")
INVOICE = Issued(
    DocumentKind.INVOICE,
    "FCT",
    "0007",
    issued_on=date(2026, 11, 20),
    currency="RON",
    total=Decimal("39.98"),
    public_link="https://invoices.example/7",
)
SAID = WriteBack(comment=f"FCT 0007 [{MARK}]", status="facturat")


@pytest.fixture
def read(place: Place) -> Place:
    place.drop("a.csv", good())
    place.poll()
    return place


def written(place: Place, number: str = "1001") -> dict[str, object]:
    found: dict[str, object] = json.loads(results.path_of(place.inbox / "results", number).read_bytes())
    return found


def test_a_document_is_written_as_the_page_says(read: Place) -> None:
    read.shop().record(read.orders()[0], INVOICE, SAID)
    assert read.names("results") == ["1001.json"]
    assert written(read) == {
        "shop": "till",
        "order": "1001",
        "status": "facturat",
        "documents": [
            {
                "kind": "invoice",
                "series": "FCT",
                "number": "0007",
                "state": "issued",
                "issued_on": "2026-11-20",
                "total": "39.98",
                "currency": "RON",
                "link": "https://invoices.example/7",
                "reference": MARK,
            }
        ],
        "comments": [SAID.comment],
    }


def test_a_cancelled_document_stays_and_says_so(read: Place) -> None:
    shop, order = read.shop(), read.orders()[0]
    shop.record(order, INVOICE, SAID)
    shop.record(order, INVOICE, WriteBack(comment=f"Cancelled. [{MARK}:cancelled]"))
    shop.record(order, INVOICE, SAID)
    found = results.read(results.path_of(read.inbox / "results", "1001"))
    assert found is not None
    assert [one.state for one in found.documents] == ["cancelled"]
    assert (found.status, len(found.comments)) == ("facturat", 2)


def test_a_credit_note_stands_beside_its_invoice(read: Place) -> None:
    shop, order = read.shop(), read.orders()[0]
    shop.record(order, INVOICE, SAID)
    shop.record(order, Issued(DocumentKind.CREDIT_NOTE, "STO", "0001"), WriteBack())
    assert [one["number"] for one in written(read)["documents"]] == ["0007", "0001"]  # type: ignore[attr-defined]
    assert len(written(read)["comments"]) == 1  # type: ignore[arg-type]


def test_a_repetition_does_not_touch_the_file(read: Place) -> None:
    shop, order = read.shop(), read.orders()[0]
    shop.record(order, INVOICE, SAID)
    path = results.path_of(read.inbox / "results", "1001")
    before = path.stat()
    shop.record(order, INVOICE, SAID)
    assert path.stat() == before


@pytest.mark.parametrize("number", ["../../etc/passwd", "a/b", ".hidden", "A1", "ăî", "x" * 64, "con?*<>"])
def test_any_order_number_makes_a_harmless_name(tmp_path: Path, number: str) -> None:
    path = results.path_of(tmp_path, number)
    assert path.parent == tmp_path
    assert not path.name.startswith(".")
    assert path.name.isascii()


def test_numbers_that_look_alike_have_files_of_their_own(tmp_path: Path) -> None:
    numbers = ["a/b", "a_b", "a?b", "A_b", "A_B", ".a_b"]
    names = {results.path_of(tmp_path, number).name.lower() for number in numbers}
    assert len(names) == len(numbers)


def test_a_file_that_is_not_ours_is_not_overwritten(read: Place) -> None:
    path = results.path_of(read.inbox / "results", "1001")
    path.parent.mkdir()
    path.write_text("my notes")
    with pytest.raises(Misconfigured, match="no results file"):
        read.shop().record(read.orders()[0], INVOICE, SAID)
    assert path.read_text() == "my notes"


def test_results_may_lie_elsewhere(read: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "back to the till"
    read.shop(results=str(elsewhere)).record(read.orders()[0], INVOICE, SAID)
    assert [path.name for path in elsewhere.glob("*.json")] == ["1001.json"]


def test_a_folder_that_cannot_be_made_is_a_persons_matter(read: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shop = read.shop(results=str(tmp_path / "file" / "results"))
    with pytest.raises(Misconfigured):
        shop.record(read.orders()[0], INVOICE, SAID)
    assert [check.ok for check in shop.check()] == [True, True, False]


def test_workers_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    def note(number: int) -> None:
        document = Issued(DocumentKind.INVOICE, "FCT", f"{number:04}")
        results.record(tmp_path, "till", "1001", document, WriteBack(comment=f"document {number}"))

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(note, range(16)))
    found = results.read(results.path_of(tmp_path, "1001"))
    assert found is not None
    assert sorted(one.number for one in found.documents) == [f"{number:04}" for number in range(16)]


def test_the_schema_of_results_describes_what_is_written(read: Place) -> None:
    read.shop().record(read.orders()[0], INVOICE, SAID)
    described = msgspec.json.schema(results.Result)["$defs"]
    assert set(written(read)) == set(described["Result"]["properties"])
    assert set(written(read)["documents"][0]) == set(described["Document"]["properties"])  # type: ignore[index]
