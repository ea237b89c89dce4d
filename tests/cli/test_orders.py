"""Looking at orders, previewing, curing and issuing them."""

import gc
from dataclasses import replace

import msgspec
import pytest
from tests.cli.conftest import Run
from tests.support.world import PERSON, World, line, order

from facturier.cli import boot
from facturier.cli.exits import Exit
from facturier.drafting.settings import Selection
from facturier.engine.worker import working_env
from facturier.model.order import OrderState
from facturier.model.party import Address
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Document

NOWHERE = msgspec.structs.replace(PERSON, address=Address(street="Str. Lungă 1", city="", country="RO"))
CREATE = r"POST /SBORO/api/invoice/v2"


def test_orders_are_listed_with_their_documents(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.hear(order("1002", buyer=NOWHERE))
    inside.run()
    rows = {row["order"]: row for row in facturier("orders", "--json").json}
    assert rows["1001"]["document"] == "FCT 0001"
    assert rows["1001"]["total"] == "121.00"
    assert rows["1001"]["standing"] == "verified"
    assert rows["1002"]["standing"] == "held"
    assert "city" in rows["1002"]["reason"].lower()


def test_orders_are_filtered(facturier: Run, inside: World) -> None:
    for number in ("1001", "1002", "2001"):
        inside.hear(order(number))
    inside.hear(order("1003", buyer=NOWHERE))
    inside.run()
    assert [row["order"] for row in facturier("orders", "--standing", "held", "--json").json] == ["1003"]
    assert len(facturier("orders", "--number", "100", "--json").json) == 3
    assert len(facturier("orders", "--limit", 2, "--json").json) == 2
    assert facturier("orders", "--shop", "Nobody", "--json").json == []


def test_an_unknown_state_is_answered_with_the_known(facturier: Run, inside: World) -> None:
    ended = facturier("orders", "--standing", "lost", "--json")
    assert ended.code == Exit.USAGE
    assert "in_doubt" in ended.json["error"]


def test_everything_about_one_order(facturier: Run, inside: World) -> None:
    inside.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    inside.hear(order("1001"))
    inside.run()
    told = facturier("order", "1001", "--json").json
    document = told["documents"][0]
    assert (document["document"], document["state"], document["total"]) == ("FCT 0001", "verified", "121.00")
    assert [effect["what"] for effect in document["effects"]] == ["pdf"]
    assert [attempt["outcome"] for attempt in told["attempts"]] == ["adopted"]
    assert told["attempts"][0]["calls"][-1]["failure"]
    assert any("adopted" in event["message"] for event in told["history"])


def test_a_table_for_people_says_the_same(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    ended = facturier("order", "1001")
    for word in ("1001", "FCT 0001", "verified", "History", "Issued as FCT 0001."):
        assert word in ended.out


@pytest.mark.parametrize("command", ["order", "preview", "issue", "reopen"])
def test_an_unknown_order_is_said_to_be_unknown(facturier: Run, inside: World, command: str) -> None:
    ended = facturier(command, "9999", "--json")
    assert ended.code == Exit.FAILED
    assert "9999" in ended.json["error"]


def test_an_order_that_waits_is_sent_by_hand(facturier: Run, inside: World) -> None:
    inside.settings(selection=Selection(only_paid=True, unpaid_methods=()))
    inside.hear(order("1001"))
    inside.run()
    assert facturier("order", "1001", "--json").json["standing"] == "waiting"
    assert facturier("preview", "1001", "--as", "invoice", "--json").json["outcome"] == "ready"
    ended = facturier("issue", "1001", "--as", "invoice", "--by", "Ana", "--json")
    assert [row["document"] for row in ended.json] == ["FCT 0001"]
    again = facturier("issue", "1001", "--as", "invoice", "--json")
    assert again.code != Exit.DONE
    assert "Already issued: FCT 0001" in again.json["error"]
    assert len(inside.sandbox.ledger.entries()) == 1


def test_a_preview_sends_nothing(facturier: Run, inside: World) -> None:
    inside.hear(order("1001", line("1", "60.50"), line("2", "60.50")))
    ended = facturier("preview", "1001", "--json")
    assert ended.code == Exit.DONE
    told = ended.json
    assert (told["outcome"], told["payable"], told["currency"], told["document"]) == (
        "ready",
        "121.00",
        "RON",
        "",
    )
    assert [row["gross"] for row in told["rows"]] == ["60.50", "60.50"]
    assert told["fitting"]
    assert Document.objects.count() == 0


def test_a_held_preview_ends_with_3_and_proposes(facturier: Run, inside: World) -> None:
    inside.hear(order("1001", buyer=NOWHERE))
    ended = facturier("preview", "1001", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert "buyer.address.city" in [finding["field"] for finding in ended.json["findings"]]
    shown = facturier("preview", "1001")
    assert "Findings" in shown.out


def test_a_preview_of_an_issued_order_shows_its_document(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    told = facturier("preview", "1001", "--json").json
    assert told["document"] == "FCT 0001"


def test_a_cancelled_order_previews_as_closed(facturier: Run, inside: World) -> None:
    inside.hear(order("1001", state=OrderState.CANCELLED))
    ended = facturier("preview", "1001", "--json")
    assert (ended.code, ended.json["outcome"]) == (Exit.DONE, "closed")


def test_a_cure_is_applied_and_kept(facturier: Run, inside: World) -> None:
    facts = order("1001", buyer=NOWHERE)
    inside.hear(facts)
    facturier("cure", "1001", "buyer.address.subdivision", "RO-CJ", "--by", "Ana")
    ended = facturier("cure", "1001", "buyer.address.city", "Cluj-Napoca", "--by", "Ana", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert ended.json["standing"] == "ready"
    inside.hear(facts)
    inside.run()
    assert inside.document("1001").draft.buyer.address.city == "Cluj-Napoca"


@pytest.mark.parametrize(
    ("field", "value"), [("buyer.shoe_size", "42"), ("lines.9.name", "x"), ("lines.1.vat_percent", "many")]
)
def test_a_cure_that_cannot_be_is_refused(facturier: Run, inside: World, field: str, value: str) -> None:
    inside.hear(order("1001"))
    ended = facturier("cure", "1001", field, value, "--json")
    assert ended.code == Exit.USAGE
    assert field in ended.json["error"]


def test_issue_makes_the_document_now(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    ended = facturier("issue", "1001", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert [(row["order"], row["document"], row["standing"]) for row in ended.json] == [
        ("1001", "FCT 0001", "verified")
    ]
    assert [entry.number for entry in inside.sandbox.ledger.entries()] == ["0001"]


def test_issue_ends_with_3_where_a_person_is_needed(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.hear(order("1002", buyer=NOWHERE))
    ended = facturier("issue", "1001", "1002", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert [row["standing"] for row in ended.json] == ["verified", "held"]


def test_issue_leaves_a_doubt_to_the_worker_after_its_patience(facturier: Run, inside: World) -> None:
    inside.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    inside.hear(order("1001"))
    ended = facturier("issue", "1001", "--patience", 30, "--json")
    assert ended.code == Exit.NOT_NOW
    assert ended.json[0]["standing"] == "in_doubt"
    assert facturier("issue", "1001", "--patience", 3600, "--json").code == Exit.DONE


def test_issue_wants_orders_or_all(facturier: Run, inside: World) -> None:
    assert facturier("issue", "--json").code == Exit.USAGE
    assert facturier("issue", "1001", "--all", "--json").code == Exit.USAGE


def test_issue_all_works_everything_off(
    facturier: Run, inside: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1001, 1005):
        inside.hear(order(str(number)))
    env = working_env(replace(inside.env, crash=lambda point: None))
    monkeypatch.setattr(boot, "environment", lambda home: env)
    ended = facturier("issue", "--all", "--patience", 30, "--threads", 4, "--json")
    assert ended.code == Exit.DONE, ended.out
    assert sorted(row["document"] for row in ended.json) == [f"FCT {number:04d}" for number in range(1, 5)]
    gc.collect()  # the threads are gone, and with them their connections to the test's database
