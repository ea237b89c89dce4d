"""What is particular to Oblio: its list is where everything about an invoice is read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import cast

import httpx
import msgspec
import pytest
from tests.support.oblio import build
from tests.support.world import START, World, order

from facturier.drafting.settings import PaymentMap
from facturier.model.order import Payment
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Alarm, Effect, State
from facturier.systems.oblio.sandbox import OblioSandbox

Make = Callable[..., World]


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    yield partial(build, tmp_path)
    installation.identity.cache_clear()


@pytest.mark.parametrize("seconds", [5, 600])
def test_a_list_that_lags_disputes_nothing(make_world: Make, seconds: int) -> None:
    world = make_world(list_lag=seconds)
    world.hear(order("1001"))
    world.run(until=timedelta(seconds=1))
    document = world.document()
    assert (document.state, str(document.reason)) == (State.ISSUED, "Oblio does not show FCT 0001 yet.")
    world.run()
    document = world.document()
    assert (document.state, document.reason) == (State.VERIFIED, None)
    assert not Alarm.objects.exists()


def test_what_the_list_never_shows_is_disputed(make_world: Make) -> None:
    world = make_world(list_lag=10**6)
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.DISPUTED
    assert "which it issued" in str(document.reason)


def test_a_payment_in_doubt_stays_one_while_nobody_may_look(make_world: Make) -> None:
    """The secret was changed while the answer was on its way: it may still arrive."""
    world = make_world()
    world.settings(payments=(PaymentMap("card", type="Card", record=True),))
    world.hear(order("1001"))
    world.run()
    seen: list[str] = []

    class Shutting(InProcess):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            try:
                return super().handle_request(request)
            finally:
                if request.url.path.endswith("/collect") and not seen:
                    seen.append(cast(OblioSandbox, world.sandbox).person.change_secret())

    sandbox = world.sandbox
    world.env = replace(world.env, transport=lambda connection: lambda: Shutting(sandbox))
    world.sandbox.faults.add("late_commit", match="PUT .*/collect", times=1, seconds=300)
    payment = Payment(method="card", paid=Decimal("121.00"), paid_at=START)
    world.hear(msgspec.structs.replace(order("1001"), payment=payment))
    world.run(until=timedelta(seconds=20))
    assert Effect.objects.get(what="pay").state == Effect.State.IN_DOUBT


def test_an_e_invoice_of_which_nothing_is_told_comes_before_a_person(make_world: Make) -> None:
    """The list leaves out where it stands. It was asked for once an hour for ever, and never sent."""
    world = make_world()
    world.settings(transmit=True)
    untold: list[bool] = [True]

    class LeavingOut(InProcess):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            reply = super().handle_request(request)
            if not request.url.path.endswith("/docs/invoice/list") or not untold:
                return reply
            told = json.loads(reply.read())
            for row in told["data"]:
                row.pop("einvoiceStatus", None)
            return httpx.Response(reply.status_code, json=told)

    sandbox = world.sandbox
    world.env = replace(world.env, transport=lambda connection: lambda: LeavingOut(sandbox))
    world.hear(order("1001"))
    world.run(until=timedelta(hours=20))
    assert not Alarm.objects.exists()
    world.run(until=timedelta(hours=10))
    alarm = Alarm.objects.get()
    assert (alarm.code, alarm.closed_at) == ("EFFECT", None)
    assert "does not tell where the e-invoice stands" in alarm.message.render()
    untold.clear()
    world.run()
    assert not Alarm.objects.filter(closed_at=None).exists()
    assert Effect.objects.get(what="transmit").state == Effect.State.DONE
