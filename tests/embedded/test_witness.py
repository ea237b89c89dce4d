import json
import threading
from pathlib import Path

import pytest

from facturier.embedded.errors import ForeignWitness, WitnessDamaged
from facturier.embedded.witness import Witness, WitnessFile


@pytest.fixture
def witness(tmp_path: Path) -> WitnessFile:
    return WitnessFile(tmp_path / "witness.json")


def test_no_file_is_missing(witness: WitnessFile) -> None:
    assert witness.read() is None
    assert witness.compare("a", 7) == "missing"


def test_a_database_without_an_id_is_missing(witness: WitnessFile) -> None:
    witness.begin("a", 7)
    assert witness.compare(None, 0) == "missing"


@pytest.mark.parametrize(
    ("database", "last", "verdict"),
    [("a", 7, "same"), ("a", 8, "same"), ("a", 6, "older"), ("a", 0, "older"), ("b", 7, "foreign")],
)
def test_the_four_verdicts(witness: WitnessFile, database: str, last: int, verdict: str) -> None:
    witness.begin("a", 7)
    assert witness.compare(database, last) == verdict


def test_an_attempt_noted_and_then_lost_by_the_database_is_seen(witness: WitnessFile) -> None:
    witness.begin("a", 0)
    witness.note("a", 41)
    witness.note("a", 42)
    assert witness.compare("a", 41) == "older"
    assert witness.compare("a", 42) == "same"


def test_a_lower_attempt_changes_nothing(witness: WitnessFile) -> None:
    witness.begin("a", 42)
    witness.note("a", 40)
    assert witness.read() == Witness("a", 42)


def test_another_databases_attempt_is_not_noted(witness: WitnessFile) -> None:
    witness.begin("a", 42)
    with pytest.raises(ForeignWitness, match="nothing is sent"):
        witness.note("b", 43)
    assert witness.read() == Witness("a", 42)


def test_nothing_is_noted_without_a_beginning(witness: WitnessFile) -> None:
    with pytest.raises(ForeignWitness):
        witness.note("a", 1)
    assert witness.read() is None


def test_a_new_beginning_replaces_everything(witness: WitnessFile) -> None:
    witness.begin("a", 42)
    witness.begin("b", 3)
    assert witness.read() == Witness("b", 3)


@pytest.mark.parametrize("text", ["", "{", '{"database_id": 3, "last_attempt": 1}', '{"database_id": "a"}'])
def test_a_damaged_file_is_an_error_not_an_answer(tmp_path: Path, text: str) -> None:
    (tmp_path / "witness.json").write_text(text)
    with pytest.raises(WitnessDamaged, match="move it away"):
        WitnessFile(tmp_path / "witness.json").compare("a", 1)


def test_many_at_once_keep_the_highest(tmp_path: Path) -> None:
    WitnessFile(tmp_path / "witness.json").begin("a", 0)

    def note(numbers: range) -> None:
        own = WitnessFile(tmp_path / "witness.json")
        for number in numbers:
            own.note("a", number)

    threads = [threading.Thread(target=note, args=(range(start, 60, 4),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert WitnessFile(tmp_path / "witness.json").read() == Witness("a", 59)


def test_it_is_replaced_whole_and_closed_to_others(tmp_path: Path, witness: WitnessFile) -> None:
    witness.begin("a", 1)
    before = (tmp_path / "witness.json").stat()
    witness.note("a", 2)
    after = (tmp_path / "witness.json").stat()
    assert before.st_ino != after.st_ino
    assert after.st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "witness.json").read_text()) == {"database_id": "a", "last_attempt": 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["witness.json"]
