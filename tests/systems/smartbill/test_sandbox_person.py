"""The person in the vendor's web pages, and the ledger that sees everything."""

from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.simulated import URL, Account, answer

from facturier.sandbox.ledger import twice
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Kind
from facturier.systems.smartbill.sandbox.person import Person

FIRST, SECOND, THIRD = (f"FX-HOME-{letter * 12}" for letter in "ABC")


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def person(account: Account) -> Person:
    return account.sandbox.person


def test_a_person_takes_numbers_of_the_same_series(account: Account, person: Person) -> None:
    assert person.issue("FCT", "50", mentions="de mana") == "0001"
    assert account.status("0001")["invoiceTotalAmount"] == Decimal("50.00")
    assert account.issued() == "0002"


def test_a_person_issues_for_a_company_without_vat(account: Account, person: Person) -> None:
    cif = account.sandbox.account["non_payer_cif"]
    assert person.issue("FCT", "50", cif=cif) == "0001"


def test_a_person_frees_the_last_number(account: Account, person: Person) -> None:
    account.issued()
    assert person.delete_last("FCT") == "0001"
    assert account.next_number() == 1
    with pytest.raises(Refusal):
        person.delete_last("FCT")


def test_a_person_cancels_and_pays(account: Account, person: Person) -> None:
    account.issued()
    assert person.pay("FCT", "0001", "21") == "21"
    assert person.pay("FCT", "0001") == "100.00"
    assert account.status("0001")["paid"] is True
    assert person.cancel("FCT", "0001").endswith("a fost anulata cu succes.")


def test_a_person_gives_a_document_another_number(account: Account, person: Person) -> None:
    account.issued(mentions="A")
    account.issued(mentions="B")
    assert person.renumber("FCT", "0002", 7) == "0007"
    assert account.status("0002")["errorText"] != ""
    assert account.status("0007")["errorText"] == ""
    assert account.issued() == "0008"
    with pytest.raises(Refusal, match="exista deja"):
        person.renumber("FCT", "0001", 7)


def test_a_number_given_by_hand_is_skipped(account: Account, person: Person) -> None:
    account.issued()
    account.issued()
    person.renumber("FCT", "0001", 3)
    account.company.find_series("FCT", Kind.INVOICE).next = 3
    assert account.issued() == "0004"


def test_a_new_token_locks_the_old_one_out(account: Account, person: Person) -> None:
    token = person.change_token()
    assert account.get("/tax").status_code == 401
    reply = account.http.get("/tax", params={"cif": account.cif}, auth=("demo@example.ro", token))
    assert reply.status_code == 200


def door(account: Account, action: str, **arguments: object) -> httpx.Response:
    return account.http.post(URL.removesuffix("/SBORO/api") + f"/_person/{action}", json=arguments)


def test_the_person_has_a_door_of_its_own(account: Account) -> None:
    assert answer(door(account, "issue", series="FCT", price="10")) == {"result": "0001"}
    assert answer(door(account, "change_token"))["result"] == account.sandbox.book.users[0].token


@pytest.mark.parametrize(
    ("action", "arguments", "status"),
    [
        ("sing", {}, 404),
        ("delete_last", {"series": "FCT"}, 400),
        ("cancel", {"series": "FCT", "number": "0009"}, 400),
        ("issue", {"what": 1}, 400),
    ],
)
def test_what_a_person_cannot_do(
    account: Account, action: str, arguments: dict[str, object], status: int
) -> None:
    reply = door(account, action, **arguments)
    assert (reply.status_code, answer(reply)["error"] != "") == (status, True)


def test_the_persons_door_knows_neither_faults_nor_limits(account: Account) -> None:
    account.sandbox.faults.add("lost_answer")
    for _ in range(40):
        assert door(account, "issue", series="FCT").status_code == 200


def test_the_ledger_forgets_nothing(account: Account, person: Person) -> None:
    account.issued(mentions="Comanda 1")
    person.issue("FCT", "5")
    account.change("DELETE", "/invoice", "0002")
    account.invoice(isDraft=True)
    account.reverse("0001")
    account.proforma()
    entries = account.sandbox.ledger.entries()
    assert [(entry.kind.value, entry.number, entry.total) for entry in entries] == [
        ("f", "0001", Decimal("121.00")),
        ("f", "0002", Decimal("5.00")),
        ("f", "", Decimal("121.00")),
        ("f", "0002", Decimal("-121.00")),
        ("p", "0001", Decimal("121.00")),
    ]
    assert [entry.made_by.partition(" #")[0] for entry in entries] == [
        "POST /SBORO/api/invoice/v2",
        "person",
        "POST /SBORO/api/invoice/v2",
        "POST /SBORO/api/invoice/reverse",
        "POST /SBORO/api/estimate/v2",
    ]
    assert [entry.deleted for entry in entries] == [False, True, False, False, False]
    assert (entries[0].reversed_by, entries[3].reverses) == ("0002", "0001")
    assert all(entry.stands for entry in entries[4:])
    assert not any(entry.stands for entry in entries[:4])


def test_duplicates_are_counted_by_the_mark_that_stands_on_them(account: Account) -> None:
    for mark in (FIRST, SECOND, FIRST, THIRD):
        account.issued(mentions=f"Comanda 1 {mark}, multumim")
    account.issued(observations=f"vezi {THIRD}")
    account.issued()
    found = twice(account.sandbox.standing())
    assert {mark: [one.number for one in documents] for mark, documents in found.items()} == {
        FIRST: ["0001", "0003"],
        THIRD: ["0004", "0005"],
    }
    assert len(account.sandbox.ledger.mentioning(SECOND)) == 1


@pytest.mark.parametrize("undo", ["cancel", "reverse", "delete"])
def test_what_was_undone_is_no_duplicate(account: Account, undo: str) -> None:
    account.issued(mentions=FIRST)
    number = account.issued(mentions=FIRST)
    if undo == "reverse":
        account.reverse(number)
    elif undo == "cancel":
        account.change("PUT", "/invoice/cancel", number)
    else:
        account.change("DELETE", "/invoice", number)
    assert not twice(account.sandbox.standing())
