"""What a named person decides: doubts, disputes, cancelling, crediting, closing, pausing."""

from decimal import Decimal

import pytest
from tests.cli.conftest import Run
from tests.support.world import World, line, order

from facturier.cli.exits import Exit
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.flows.recover import last_attempt
from facturier.model.order import OrderState, Quantities
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import installation
from facturier.store.models import AuditEvent, State

CREATE = r"POST /SBORO/api/invoice/v2"


@pytest.fixture
def issued(inside: World) -> World:
    inside.hear(order("1001"))
    inside.run()
    return inside


@pytest.fixture
def doubted(inside: World) -> World:
    """The document exists, but its PDF cannot be read until further notice, and a person made another."""
    inside.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    inside.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    inside.hear(order("1001"))
    inside.tick()
    inside.tick()
    inside.sandbox.person.issue("FCT", "55.00")
    inside.run()
    return inside


def test_the_evidence_is_shown_side_by_side(facturier: Run, doubted: World) -> None:
    ended = facturier("settle", "1001", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    told = ended.json
    assert told["state"] == "held_in_doubt"
    assert told["payable"] == "121.00"
    assert {one["number"] for one in told["candidates"]} >= {"0001"}
    assert told["attempts"]
    assert told["looks"]
    shown = facturier("settle", "1001").out
    assert "What we sent" in shown
    assert "What the system shows" in shown


def test_this_is_it_adopts_and_goes_on(facturier: Run, doubted: World) -> None:
    doubted.sandbox.faults.clear()
    ended = facturier("settle", "1001", "--this-is-it", "0001", "--by", "Ana", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert (ended.json["number"], ended.json["state"]) == ("0001", "verified")
    assert AuditEvent.objects.filter(actor="Ana").exists()


def test_this_is_it_refuses_another_documents_number(facturier: Run, doubted: World) -> None:
    ended = facturier("settle", "1001", "--this-is-it", "0002", "--json")
    assert ended.code == Exit.FAILED
    assert "another document" in ended.json["error"]
    assert doubted.document().state == State.HELD_IN_DOUBT


def test_it_does_not_exist_wants_a_reason_and_looks_afresh(facturier: Run, doubted: World) -> None:
    assert facturier("settle", "1001", "--does-not-exist", "--json").code == Exit.USAGE
    doubted.sandbox.faults.clear()
    ended = facturier("settle", "1001", "--does-not-exist", "--why", "I saw nothing", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["number"] == "0001"


def test_a_decision_sends_nothing_from_a_database_that_this_machine_does_not_know(
    facturier: Run, inside: World, home: Home
) -> None:
    """Its directory was put back from a copy, and the first command is not `up`."""
    inside.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    inside.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    inside.hear(order("1001"))
    inside.tick()
    inside.tick()
    theirs = inside.sandbox.person.issue("FCT", "55.00")
    inside.run()
    assert inside.document().state == State.HELD_IN_DOUBT
    inside.sandbox.faults.clear()
    WitnessFile(home.witness).begin(installation.identity(), last_attempt() + 1)
    facturier("settle", "1001", "--does-not-exist", "--why", "I looked", "--patience", 3600, "--json")
    assert installation.recovering()
    assert [entry.number for entry in inside.sandbox.ledger.entries()] == [theirs]


def test_a_document_in_no_doubt_is_not_settled(facturier: Run, issued: World) -> None:
    ended = facturier("settle", "1001", "--this-is-it", "0001", "--json")
    assert ended.code == Exit.FAILED


def test_both_answers_at_once_are_wrong_use(facturier: Run, doubted: World) -> None:
    ended = facturier("settle", "1001", "--this-is-it", "1", "--does-not-exist", "--why", "x", "--json")
    assert ended.code == Exit.USAGE


def test_cancelling_is_done_in_the_system(facturier: Run, issued: World) -> None:
    ended = facturier("cancel", "FCT 0001", "--why", "twice ordered", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["cancelled_at"]
    assert [entry.cancelled for entry in issued.sandbox.ledger.entries()] == [True]


def test_what_was_not_sent_is_withdrawn(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    facturier("pause", "all", "--why", "stock-taking")
    inside.run()
    ended = facturier("cancel", "1001", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["state"] == "withdrawn"
    assert not inside.sandbox.ledger.entries()


def test_a_whole_credit(facturier: Run, issued: World) -> None:
    ended = facturier("credit", "FCT 0001", "--whole", "--by", "Ana", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["credited"] == "121.00"
    assert [entry.total for entry in issued.sandbox.ledger.entries() if entry.reverses]


def test_a_credit_of_some_lines(facturier: Run, inside: World) -> None:
    inside.hear(order("1001", line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10")))
    inside.run()
    ended = facturier("credit", "FCT 0001", "--line", "1=1", "--line", "2=0:1.10", "--why", "torn", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["credited"] == "122.10"


@pytest.mark.parametrize(
    ("text", "said"),
    [("9=1", "1: Produs 1, 1 = 121.00"), ("1=one", "LINE=QUANTITY"), ("1=2", "can still be credited")],
)
def test_a_line_that_cannot_be_credited_is_refused(
    facturier: Run, issued: World, text: str, said: str
) -> None:
    ended = facturier("credit", "FCT 0001", "--line", text, "--json")
    assert ended.code in (Exit.USAGE, Exit.FAILED)
    assert said in ended.json["error"]
    assert not issued.document().credited


def test_a_credit_says_what(facturier: Run, issued: World) -> None:
    assert facturier("credit", "FCT 0001", "--json").code == Exit.USAGE


def test_a_refund_that_the_shop_does_not_know_is_refused(facturier: Run, issued: World) -> None:
    ended = facturier("credit", "FCT 0001", "--refund", "77", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert "77" in ended.out


def test_reissue_undoes_and_issues_the_order_as_it_is_now(facturier: Run, issued: World) -> None:
    issued.hear(order("1001", line("1", "242.00")))
    ended = facturier("reissue", "FCT 0001", "--why", "wrong quantity", "--json")
    assert ended.code == Exit.DONE, ended.out
    standing = [entry for entry in issued.sandbox.ledger.entries() if entry.stands]
    assert [str(entry.total) for entry in standing] == ["242.00"]


def test_what_is_in_doubt_is_not_undone(facturier: Run, doubted: World) -> None:
    for command in ("cancel", "reissue"):
        ended = facturier(command, "1001", "--json")
        assert ended.code == Exit.FAILED
        assert "held_in_doubt" in ended.json["error"]


def test_a_dispute_is_accepted_with_a_reason(facturier: Run, make_disputed: World) -> None:
    assert facturier("accept", "1001", "--json").code == Exit.USAGE
    ended = facturier("accept", "1001", "--why", "one cent is right", "--by", "Ana", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["state"] == "verified"


@pytest.fixture
def make_disputed(inside: World) -> World:
    """The system's own total is a cent above the draft's."""
    inside.hear(order("1001"))
    for _ in range(3):
        inside.tick()
        made = inside.sandbox.company().documents
        if made:
            break
    made[0].net += made[0].net / 100
    inside.run()
    assert inside.document().state == State.DISPUTED
    return inside


def test_close_wants_a_reason_and_reopen_takes_it_back(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    assert facturier("close", "1001", "--json").code == Exit.USAGE
    ended = facturier("close", "1001", "--why", "a gift", "--by", "Ana", "--json")
    assert (ended.code, ended.json["standing"]) == (Exit.DONE, "closed")
    assert "Ana" in ended.json["reason"]
    inside.run()
    assert not inside.sandbox.ledger.entries()
    ended = facturier("reopen", "1001", "--json")
    assert ended.json["standing"] == "ready"


def test_an_order_with_a_document_is_not_closed(facturier: Run, issued: World) -> None:
    ended = facturier("close", "1001", "--why", "x", "--json")
    assert ended.code == Exit.FAILED
    assert "FCT 0001" in ended.json["error"]


def test_only_a_persons_close_is_reopened(facturier: Run, inside: World) -> None:
    inside.hear(order("1001", state=OrderState.CANCELLED))
    inside.run()
    assert facturier("reopen", "1001", "--json").code == Exit.FAILED


@pytest.mark.parametrize(
    "what",
    [
        ("all",),
        ("organisation", "Atelierul Demo"),
        ("connection", "SmartBill"),
        ("route", "Shop to SmartBill"),
    ],
)
def test_the_brake_holds_and_lets_go_at_every_level(
    facturier: Run, inside: World, what: tuple[str, ...]
) -> None:
    assert facturier("pause", *what, "--why", "stock-taking", "--by", "Ana", "--json").json["paused"] is True
    inside.hear(order("1001"))
    inside.run()
    assert not inside.sandbox.ledger.entries()
    assert "stock-taking" in facturier("order", "1001", "--json").json["documents"][0]["reason"]
    assert facturier("resume", *what, "--json").json["paused"] is False
    inside.run()
    assert [entry.number for entry in inside.sandbox.ledger.entries()] == ["0001"]


def test_a_level_needs_a_name(facturier: Run, inside: World) -> None:
    assert facturier("pause", "route", "--json").code == Exit.USAGE


def test_a_document_that_was_deleted_in_the_system_is_given_up(facturier: Run, issued: World) -> None:
    there = facturier("settle", "1001", "--deleted", "--why", "not in the list", "--json")
    assert there.code == Exit.FAILED
    assert "is there in the system" in there.json["error"]
    issued.sandbox.person.delete_last("FCT")
    assert facturier("settle", "1001", "--deleted").code == Exit.USAGE
    ended = facturier("settle", "1001", "--deleted", "--why", "not in the list", "--by", "Ana", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert AuditEvent.objects.filter(actor="Ana").exists()
