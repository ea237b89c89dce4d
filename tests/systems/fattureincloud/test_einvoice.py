"""E-invoices through the connector: what each status means, and that nothing is sent in doubt (section 16)."""

from datetime import date
from typing import Any

import pytest
from tests.conformance.account import Account, Made
from tests.systems.fattureincloud.desk import account, cloud, written

from facturier.model.message import say
from facturier.model.transmission import Stage
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused
from facturier.systems.fattureincloud.client import Client

STATES = {
    "attempt": Stage.UNDER_WAY,
    "pending": Stage.UNDER_WAY,
    "processing": Stage.UNDER_WAY,
    "sent": Stage.SENT,
    "not_delivered": Stage.UNDELIVERED,
    "accepted": Stage.ACCEPTED,
    "manual_accepted": Stage.ACCEPTED,
    "no_response": Stage.ACCEPTED,
    "rejected": Stage.DECLINED,
    "manual_rejected": Stage.DECLINED,
    "discarded": Stage.REFUSED,
    "error": Stage.FAILED,
    "missing": Stage.FAILED,
    "of tomorrow": Stage.UNDER_WAY,
}


def issued(here: Account) -> Made:
    return here.issue(here.draft())


def times(here: Account, made: Made) -> int:
    return here.entry(made).transmitted


@pytest.mark.parametrize(("status", "stage"), STATES.items())
def test_what_is_not_unsent_is_never_sent(status: str, stage: Stage) -> None:
    here = account()
    made = issued(here)
    written(here, made).update(ei_status=status, locked=True)
    assert here.system.transmission(made.issued).stage is stage
    assert here.system.transmit(made.issued).stage is stage
    assert times(here, made) == 0


@pytest.mark.parametrize("status", [one for one in STATES if one != "discarded"])
def test_only_what_was_discarded_is_sent_again(status: str) -> None:
    here = account()
    made = issued(here)
    written(here, made).update(ei_status=status, locked=True)
    here.system.transmit(made.issued, again=True)
    assert times(here, made) == 0


def test_what_was_discarded_is_sent_again_on_demand_alone() -> None:
    here = account()
    made = issued(here)
    here.system.transmit(made.issued)
    cloud(here).person.discard(made.issued.number)
    assert here.system.transmit(made.issued).stage is Stage.REFUSED
    assert times(here, made) == 1
    assert here.system.transmit(made.issued, again=True).stage is Stage.UNDER_WAY
    assert times(here, made) == 2


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"ei_status": None}, Stage.UNSENT),
        ({"ei_status": None, "locked": True}, None),
        ({"ei_status": None, "locked": None}, None),
        ({"ei_status": ...}, None),
    ],
)
def test_a_status_that_is_not_told_is_unsent_only_where_all_else_says_so(
    changes: dict[str, Any], stage: Stage | None
) -> None:
    here = account()
    made = issued(here)
    there = written(here, made)
    for name, value in changes.items():
        if value is ...:
            del there[name]
        else:
            there[name] = value
    if stage is None:
        with pytest.raises(NotNow):
            here.system.transmit(made.issued)
        assert times(here, made) == 0
    else:
        assert here.system.transmission(made.issued).stage is stage


@pytest.mark.parametrize("told", ["moment", "day", "nothing"])
def test_the_law_gives_five_days_from_the_notice(told: str) -> None:
    here = account(discard_told=told)
    made = issued(here)
    cloud(here).person.discard(made.issued.number, "00305", "IdFiscaleIVA non valido.")
    seen = here.system.transmission(made.issued)
    assert (seen.code, seen.words) == ("00305", "IdFiscaleIVA non valido.")
    assert "partita IVA" in str(seen.cure)
    assert (seen.refused_on, seen.again_by) == (date(2026, 11, 20), date(2026, 11, 25))


def test_a_refusal_whose_reason_is_not_kept_is_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was called a document that nobody knows, and was not listened for any more."""
    here = account()
    made = issued(here)
    cloud(here).person.discard(made.issued.number)
    get = Client.get

    def without(self: Client, path: str, shape: Any, **asked: Any) -> Any:
        if path.endswith("/error_reason"):
            raise Missing(say("Fatture in Cloud does not know this document."))
        return get(self, path, shape, **asked)

    monkeypatch.setattr(Client, "get", without)
    told = here.system.transmission(made.issued)
    assert (told.stage, told.code, told.words) == (Stage.REFUSED, "", "")
    assert told.again_by is not None


def test_what_a_person_sent_between_our_look_and_our_call_is_seen() -> None:
    here = account()
    made = issued(here)

    class Hasty(dict[str, Any]):
        """Sent by somebody as soon as its lines were checked."""

        def __getitem__(self, name: str) -> Any:
            if name == "items_list" and not shop.handed_over:
                cloud(here).person.transmit(made.issued.number)
            return super().__getitem__(name)

    shop = cloud(here).company()
    id = int(made.issued.remote_id)
    shop.documents[id] = Hasty(shop.documents[id])
    assert here.system.transmit(made.issued).stage is Stage.UNDER_WAY
    assert times(here, made) == 1


def test_a_licence_that_ran_out_is_said() -> None:
    here = account()
    made = issued(here)
    cloud(here).switches.licence_expired = True
    with pytest.raises(Misconfigured, match="licence"):
        here.system.transmit(made.issued)
    assert times(here, made) == 0


def test_what_was_made_without_one_is_not_sent() -> None:
    here = account({"e_invoice": False})
    made = issued(here)
    with pytest.raises(Refused, match="switched off"):
        here.system.transmit(made.issued)
    electronic = here.open({**here.values, "e_invoice": True})
    with pytest.raises(Refused, match="without an e-invoice"):
        electronic.transmit(made.issued)
    assert times(here, made) == 0
