"""Saved clients: found or created, never doubled (fact sheet, section 14)."""

from typing import Any

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account
from tests.systems.fattureincloud.desk import account, cloud, sent

from facturier.model.draft import Draft
from facturier.model.party import Address, Party
from facturier.ports.errors import NotNow
from facturier.sandbox.faults import Trouble
from facturier.systems.fattureincloud.clients import quoted

HOME = Address("Via Roma 1", city="Milano", subdivision="IT-MI", postcode="20121", country="IT")
FIRM = Party(name="Dell'Orto Srl", company=True, tax_id="IT01234567897", address=HOME)
PERSON = Party(name="Rosa Bianchi", personal_id="BNCRSO80A41F205X", email="rosa@example.it", address=HOME)
NAMELESS = Party(name="Rosa O'Neil", email="rosa@example.it", address=HOME)


def buying(here: Account, buyer: Party) -> Draft:
    return replace(here.draft(), buyer=buyer, save_client=True)


def clients(here: Account) -> list[dict[str, Any]]:
    return list(cloud(here).company().clients.values())


@pytest.mark.parametrize("buyer", [FIRM, PERSON, NAMELESS], ids=lambda one: one.name)
def test_a_buyer_is_saved_once(buyer: Party) -> None:
    here = account()
    for _ in range(3):
        here.issue(buying(here, buyer))
    (saved,) = clients(here)
    assert sent(here)["entity"]["id"] == saved["id"]
    assert sent(here)["entity"]["name"] == buyer.name
    assert len(here.entries) == 3


def test_different_buyers_are_different_clients() -> None:
    here = account()
    for buyer in (FIRM, PERSON, NAMELESS, replace(NAMELESS, name="Mario Verdi")):
        here.issue(buying(here, buyer))
    assert len(clients(here)) == 4


def test_a_client_that_a_plug_in_wrote_without_the_country_is_found_and_not_changed() -> None:
    here = account()
    there = {"id": 7, "name": "DELL'ORTO", "vat_number": "01234567897", "tax_code": None, "email": None}
    cloud(here).company().clients[7] = dict(there)
    here.issue(buying(here, FIRM))
    assert clients(here) == [there]


def test_nobody_is_saved_unasked() -> None:
    here = account()
    here.issue(replace(here.draft(), buyer=FIRM))
    assert clients(here) == []


@pytest.mark.parametrize("trouble", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST, Trouble.HTML_BODY])
def test_a_client_whose_answer_was_lost_is_looked_up_again(trouble: Trouble) -> None:
    """No document was asked for meanwhile, so nothing is in doubt."""
    here = account()
    draft = buying(here, FIRM)
    here.sandbox.faults.add(trouble, "POST .*/entities/clients", times=1)
    with pytest.raises(NotNow):
        here.issue(draft)
    assert here.entries == []
    here.issue(draft)
    assert (len(clients(here)), len(here.entries)) == (1, 1)


@pytest.mark.parametrize("seconds", [20, 60, 600])
def test_a_client_that_is_made_late_is_not_made_again(seconds: int) -> None:
    here = account()
    draft = buying(here, FIRM)
    here.sandbox.faults.add(Trouble.LATE_COMMIT, "POST .*/entities/clients", times=1, seconds=seconds)
    with pytest.raises(NotNow) as told:
        here.issue(draft)
    here.clock.advance(told.value.retry_at - here.clock.now())
    here.issue(draft)
    assert (len(clients(here)), len(here.entries)) == (1, 1)


def test_a_quote_is_doubled() -> None:
    assert quoted("O'Neil") == "'O''Neil'"
