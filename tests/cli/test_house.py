"""Both books, the doctor, backup and restore, take-over: looking after an installation."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.support.world import World, order

from facturier.cli.exits import Exit
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.model.message import say
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import installation, journal, secrets

STRANGER = "FX-ZZZZ-AAAAAAAAAAAA"


def test_books_that_agree(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    ended = facturier("reconcile", "SmartBill", "--json")
    assert ended.code == Exit.DONE, ended.out
    nothing = {"read": 0, "looked": 1, "foreign": 0, "strays": 0, "unread": 0, "drift": []}
    assert ended.json == [{"connection": "SmartBill", **nothing}]


def test_drift_ends_with_3(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    inside.sandbox.person.delete_last("FCT")
    ended = facturier("reconcile", "SmartBill", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert "FCT 0001" in ended.json[0]["drift"][0]


def test_a_witness_that_does_not_know_the_database_stops_sending(
    facturier: Run, inside: World, home: Home
) -> None:
    inside.hear(order("1001"))
    WitnessFile(home.witness).begin("another", 7)
    ended = facturier("issue", "1001", "--patience", 0, "--json")
    assert ended.code == Exit.NOT_NOW
    assert not inside.sandbox.ledger.entries()
    assert facturier("resume", "--json").code == Exit.NEEDS_PERSON
    assert facturier("reconcile", "--recover", "--json").code == Exit.DONE
    assert facturier("doctor", "--json").code in (Exit.DONE, Exit.MISCONFIGURED)
    assert facturier("issue", "1001", "--patience", 3600, "--json").code == Exit.DONE


def test_recovery_walks_all_accounts(facturier: Run, inside: World) -> None:
    assert facturier("reconcile", "SmartBill", "--recover", "--json").code == Exit.USAGE


def test_the_doctor_tells_level_name_and_cure(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    rows = {row["name"]: row for row in facturier("doctor", "--json").json}
    assert rows["key"]["level"] == "good"
    assert rows["witness"]["level"] == "good"
    assert rows["connection SmartBill"]["level"] == "good"
    assert rows["forgotten"]["level"] == "good"
    assert any(name.startswith("limit ") for name in rows)
    # The cluster of a test run does without durability, and the doctor must refuse exactly that.
    assert rows["fsync"]["level"] == "refused"
    assert facturier("doctor").code == Exit.MISCONFIGURED


def test_the_doctor_does_not_show_a_hindrance_that_is_over(facturier: Run, inside: World) -> None:
    journal.raise_alarm("NO-ROOM", installation.row(), say("The disk is nearly full."), inside.clock.now())
    assert "NO-ROOM installation:1" not in {row["name"] for row in facturier("doctor", "--json").json}


def test_the_doctor_shows_what_waits_for_a_person(facturier: Run, inside: World) -> None:
    inside.sandbox.person.change_token()
    inside.hear(order("1001"))
    inside.tick()
    inside.tick()
    rows = {row["name"]: row for row in facturier("doctor", "--json").json}
    assert rows["connection SmartBill"]["level"] == "alarm"
    assert facturier("connections", "--json").code == Exit.NEEDS_PERSON
    facturier("pause", "all", "--why", "stock-taking", "--by", "Ana")
    rows = {row["name"]: row for row in facturier("doctor", "--json").json}
    assert "stock-taking" in rows["sending"]["message"]


def test_a_wrong_key_file_is_said_plainly(
    facturier: Run, inside: World, tmp_path: Path, settings: object
) -> None:
    secrets.create(tmp_path / "other.key")
    settings.FACTURIER_SECRET = tmp_path / "other.key"  # type: ignore[attr-defined]
    ended = facturier("connections", "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert "key file" in ended.json["error"]


def test_a_lost_key_file_is_said_plainly(
    facturier: Run, inside: World, tmp_path: Path, settings: object
) -> None:
    settings.FACTURIER_SECRET = tmp_path / "lost.key"  # type: ignore[attr-defined]
    ended = facturier("doctor", "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert "lost.key" in ended.json["error"]


def test_take_over_closes_the_orders_that_others_invoiced(facturier: Run, inside: World) -> None:
    inside.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    inside.sandbox.person.issue("FCT", "55.00", mentions="Comanda 1002")
    inside.hear(order("1001"))
    inside.hear(order("1002"))
    ended = facturier(
        "takeover", "--series", "FCT", "--from", "0001", "--to", "0003", "--by", "Ana", "--json"
    )
    assert ended.code == Exit.NEEDS_PERSON, ended.out
    assert ended.json["orders"] == {"1001": "FCT 0001"}
    assert len(ended.json["unclear"]) == 1


def test_take_over_wants_numbers(facturier: Run, inside: World) -> None:
    ended = facturier("takeover", "--series", "FCT", "--from", "2", "--to", "1", "--json")
    assert ended.code == Exit.USAGE


def test_a_second_installation_stops_and_is_told(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    inside.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match="POST /SBORO/api/invoice/v2", times=1))
    inside.hear(order("1002"))
    inside.tick()
    inside.tick()
    inside.sandbox.person.issue("FCT", "121.00", mentions=STRANGER)
    inside.run()
    ended = facturier("doctor", "--json")
    assert any(row["name"].startswith("SECOND-INSTALLATION") for row in ended.json)


@pytest.mark.parametrize("command", [("restore", "/nowhere"), ("restore", "/etc")])
def test_what_is_no_backup_is_refused(facturier: Run, command: tuple[str, ...]) -> None:
    ended = facturier(*command, "--json")
    assert ended.code == Exit.FAILED
    assert "not a complete backup" in ended.json["error"]
