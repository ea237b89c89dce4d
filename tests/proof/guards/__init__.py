"""The guards, each with a switch that only tests have. With any of them off, some seed must show a breach.

Guards that stand behind one another are switched off together: with one of them left, nothing happens.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, cast

import jwt
from msgspec import Struct
from tests.proof import ground
from tests.proof.deeds import errands
from tests.proof.guards.seams import dropped, without
from tests.proof.plan import FATTUREINCLOUD, MAGENTO, OBLIO, SMARTBILL, WOOCOMMERCE, Grain

from facturier.flows import advance, credit, hooks, presence, recover, verify, voided
from facturier.flows.env import Env
from facturier.flows.issued import issued_of
from facturier.flows.walk import Walk
from facturier.model.document import Statement
from facturier.ports.budget import Unlimited
from facturier.ports.errors import Missing
from facturier.ports.hooks import About, Call, Line, Told
from facturier.ports.system import System
from facturier.shops.magento import poll, writeback
from facturier.shops.woocommerce.hooks import WooHooks
from facturier.store import due, evidence, leases, outcomes, series, writes
from facturier.store.models import Document, State
from facturier.systems.fattureincloud import signature
from facturier.systems.oblio import hooks as oblio_hooks
from facturier.systems.smartbill.connector import SmartBill
from facturier.systems.smartbill.verdict import Sought

Off = Callable[[], AbstractContextManager[None]]


class Guard(Struct, frozen=True):
    """off: switches it off. grain, system, shop: in which runs it is the last line."""

    off: Off
    grain: Grain = Grain.TRANSACTION
    system: str = SMARTBILL
    shop: str = MAGENTO


def _resend(env: Env, document: Document) -> None:
    """In doubt? Then once more, without looking."""
    if (intent := evidence.open_intent(document)) is not None:
        outcomes.absent(document, intent, env.clock.now())


def _unfenced(document: Document, then: Any = None, *, holding: Any = None, **values: Any) -> Any:
    new = writes.updating(Document, {"pk": document.pk}, **values)
    written = writes.together(new, then or {}, holding=holding)
    if written is None:  # the room is another guard
        raise leases.Fenced(f"document {document.pk}")
    for name, value in values.items():
        setattr(document, name, value)
    return written


def _without_horizon(*args: Any, _intend: Any = evidence.intend, **named: Any) -> Any:
    document, draft, day, position, now, _, *rest = args
    return _intend(document, draft, day, position, now, timedelta(), *rest, **named)


def _any_time(self: Env, *args: Any, _system: Any = Env.system, **named: Any) -> Any:
    return _system(self, *args, **{**named, "until": None})


def _whatever(document: Document, system: System) -> Statement | None:
    """What the hourly look says of a total comes to the same as the first one, somewhat later."""
    try:
        return system.statement(issued_of(document))
    except Missing:
        return None


def _believed(self: WooHooks, line: Line, call: Call) -> Told:
    found = re.search(rb'"id": ?(\d+)', call.body)
    return Told((About(found[1].decode()),)) if found else Told()


def _as_if_theirs(header: str, *_: Any) -> Mapping[str, Any]:
    """What the token says, whoever signed it, for whomever and when; the mark of an event where it says nothing."""
    with suppress(jwt.PyJWTError):
        return cast(
            Mapping[str, Any], jwt.decode(header.partition(" ")[2], options={"verify_signature": False})
        )
    return {"jti": None}


_LEASED = " AND (lease_until IS NULL OR lease_until <= %(now)s)"
_FENCE = (leases, "write", _unfenced)
_ONE_AT_A_TIME = (due, "_DUE", due._DUE.replace("c.free OR NOT c.busy", "true"))
_LEASE = (leases, "_TAKE", leases._TAKE.replace(_LEASED, ""))


@contextmanager
def _lease_and_fence() -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(without(_LEASE, _FENCE))
        stack.enter_context(dropped("store_intent", ["intent_one_open"]))
        yield


@contextmanager
def _unique_slots() -> Iterator[None]:
    """Of a sale and of its slots: who meets nobody at the first would meet them at the second."""
    with dropped("store_sale", ["sale_once"]), dropped("store_document", ["slot", "slot_one_alive"]):
        yield


GUARDS: Mapping[str, Guard] = {
    "unique sales and slots": Guard(_unique_slots, Grain.STATEMENT),
    "lease, fence and one open intent": Guard(_lease_and_fence),
    "fence": Guard(partial(without, _FENCE)),
    "look-up before sending again": Guard(
        partial(without, (advance, "STEPS", {**advance.STEPS, State.IN_DOUBT: _resend})), Grain.HTTP
    ),
    "doubt horizon": Guard(partial(without, (evidence, "intend", _without_horizon)), Grain.HTTP),
    "time left before the first byte": Guard(partial(without, (Env, "system", _any_time)), Grain.HTTP),
    "reference": Guard(
        partial(without, (Sought, "is_it", lambda self, look, known: self.has_sum(look))), Grain.HTTP
    ),
    "room of a series": Guard(
        partial(
            without, (series, "occupy", lambda *_: None), (series, "held", lambda *_: None), _ONE_AT_A_TIME
        ),
        Grain.HTTP,
    ),
    "budget": Guard(partial(without, (ground, "SharedBudget", lambda clock: Unlimited())), Grain.HTTP),
    "total after issue": Guard(
        partial(without, (verify, "difference", lambda *_: None), (presence, "_said", _whatever)), Grain.HTTP
    ),
    "overlap of polls and the look back": Guard(
        partial(
            without,
            (poll, "_settled", lambda newest, settings: newest),
            (errands, "reconcile_shop", lambda *_: 0),
        ),
        Grain.HTTP,
    ),
    "what was credited already": Guard(
        partial(without, (credit, "_taken", lambda *_: ()), (outcomes, "spoken_for", lambda *_: Decimal(0))),
        Grain.HTTP,
    ),
    "look before writing to the shop": Guard(
        partial(without, (writeback, "_is_there", lambda *_: False)), Grain.HTTP
    ),
    "look before undoing": Guard(partial(without, (presence, "vanished", lambda *_: None)), Grain.HTTP),
    "look at each document again": Guard(partial(without, (Walk, "_missing", lambda *_: False)), Grain.HTTP),
    "what the system says is cancelled": Guard(
        partial(without, (voided, "heard", lambda *_: None)), Grain.HTTP, OBLIO
    ),
    "walk after a restore": Guard(partial(without, (recover, "enter", lambda *_: None)), Grain.HTTP),
    "wait for what the lost book sent": Guard(
        partial(without, (recover, "_arrived", lambda env, systems: env.clock.now())), Grain.HTTP
    ),
    "every series after a restore": Guard(
        partial(without, (SmartBill, "ends_since", lambda self, since: self.ends({"FCT"}))), Grain.HTTP
    ),
    "whose paper it is": Guard(partial(without, (presence, "of_another", lambda *_: False)), Grain.HTTP),
    "signature of a hook": Guard(
        partial(without, (WooHooks, "heard", _believed)), Grain.HTTP, shop=WOOCOMMERCE
    ),
    "token of a system's hook": Guard(
        partial(without, (signature, "claims", _as_if_theirs)), Grain.HTTP, FATTUREINCLOUD, WOOCOMMERCE
    ),
    "secret in the address of a hook": Guard(
        partial(without, (oblio_hooks, "known_by", lambda *_: None)), Grain.HTTP, OBLIO
    ),
    "look at what a system told of": Guard(
        partial(without, (presence, "look", lambda *_: None)), Grain.HTTP, OBLIO
    ),
    "look whether hooks are still on": Guard(
        partial(without, (hooks, "look", lambda *_: None)), Grain.HTTP, OBLIO
    ),
}
