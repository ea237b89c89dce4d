"""Every field of every answer of a shop, left out once and mistyped once: refused, held or harmless.

Strictly: where anything of the mapped order differs from that of the undrifted one (but words that say nothing
of money, tax, quantities, people, currency or state), there must be an error, a hold or a new finding, or the
shop's fact sheet lets the field be absent.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import product

import pytest
from msgspec.structs import replace
from tests.conformance.arrangement import ShopArrangement, Subject
from tests.conformance.front import DOCUMENT, REMOTE_SHOPS, Front, drafted, each_remote_shop
from tests.conformance.guesses import Drifting, differences
from tests.conformance.test_shop_record import declared, wanted
from tests.conformance.wire import Recorded, Recording, Replay, straight

from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.refunds import net
from facturier.model.order import Order, OrderState
from facturier.ports.errors import RemoteError
from facturier.ports.shop import Heard, WriteBack

WRITING = tuple(subject for subject in REMOTE_SHOPS if declared(subject))
each_writing_shop = pytest.mark.parametrize(
    "subject", WRITING, ids=[subject.connector.name for subject in WRITING]
)


def fiscal(order: Order) -> Order:
    """An order without the words that bind nobody."""
    payment = replace(order.payment, title="", transaction="")
    lines = tuple(replace(line, description="") for line in order.lines)
    buyer = replace(order.buyer, phone="")
    return replace(order, payment=payment, lines=lines, buyer=buyer, note="", coupon="")


def findings(arrangement: ShopArrangement, order: Order) -> set[tuple[str, str, str]]:
    """Of the sale, and of what was given back of it: that is looked at when it is credited."""
    found = (*decision(arrangement, order).findings, *net(order).findings)
    return {(one.code, one.field, one.message.render()) for one in found}


def guessed(arrangement: ShopArrangement, usual: Heard, found: Heard) -> Iterator[str]:
    """What of the drifted payload was taken in silence."""
    if found.order is None:
        if not found.trouble.strip():
            yield "(not read, and nothing says why)"
    elif usual.order is not None:
        told = set(differences(fiscal(usual.order), fiscal(found.order)))
        if told and not noticed(arrangement, usual.order, found.order):
            yield from told


def decision(arrangement: ShopArrangement, order: Order) -> Decision:
    """As if nothing else kept it back: an order on hold is looked at when it is released."""
    return drafted(arrangement, replace(order, state=OrderState.OPEN))


def noticed(arrangement: ShopArrangement, usual: Order, found: Order) -> bool:
    """Whether a draft is held that was not, or something is found that was not."""
    ready = decision(arrangement, usual).outcome is Outcome.READY
    held = ready and decision(arrangement, found).outcome is not Outcome.READY
    return held or bool(findings(arrangement, found) - findings(arrangement, usual))


def lively(front: Front) -> Sequence[str]:
    """Orders with all that may befall one: paid, refunded, edited, and invoiced by another tool; their ids."""
    acts, words = front.arrangement.acts(), [*front.arrangement.marks][:1]
    before = set(front.arrangement.order_ids(front.sandbox))
    for deeds in (("pay", "refund"), ("edit",)):
        (remote_id,) = front.place()
        for mark in words:
            front.arrangement.write(front.sandbox, remote_id, mark)
        for deed in deeds:
            front.clock.sleep(60)
            acts[deed](front.sandbox, remote_id)
    return [one for one in front.arrangement.order_ids(front.sandbox) if one not in before]


def no_guess(drifting: Drifting) -> None:
    assert drifting.tried > 50
    assert not drifting.verdict(), drifting.verdict()


@each_remote_shop
def test_an_order_is_never_guessed(subject: Subject[ShopArrangement]) -> None:
    """Nor one of its refunds, nor a document that another tool made of it."""
    front, drifting = Front(subject, stocked=True), Drifting(subject.arrangement.optional, "order")
    for remote_id in (*front.arrangement.order_ids(front.sandbox), *lively(front)):
        front.line.between = recording = Recording()
        usual = front.shop.order(remote_id)
        drifting.over(recording.answers, partial(_read, front, usual))
        front.line.between = straight
    no_guess(drifting)


def _read(front: Front, usual: Heard, answers: list[Recorded], drifted: Recorded) -> Iterator[str]:
    front.line.between = Replay(answers)
    with suppress(RemoteError):
        yield from guessed(front.arrangement, usual, front.shop.order(usual.remote_id))


@each_remote_shop
def test_a_poll_loses_no_order(subject: Subject[ShopArrangement]) -> None:
    """It hears of each, readable or not, or stops. (An entry that is left out of a list is no change of shape.)"""
    front, drifting = Front(subject, size=2), Drifting(subject.arrangement.optional, "poll", brief=True)
    lively(front)
    front.line.between = recording = Recording()
    usual = [one for page in front.shop.orders("") for one in page.orders]

    def judge(answers: list[Recorded], drifted: Recorded) -> Iterator[str]:
        front.line.between = Replay(answers)
        with suppress(RemoteError):
            heard = [one for page in front.shop.orders("") for one in page.orders]
            known = {one.remote_id for one in heard} | {one.number for one in heard}
            if len(heard) < len(usual):
                yield from (
                    f"({one.number} lost)" for one in usual if not {one.remote_id, one.number} & known
                )

    drifting.over(recording.answers, judge, entries=False)
    no_guess(drifting)


@each_writing_shop
def test_nothing_is_written_twice(subject: Subject[ShopArrangement]) -> None:
    """What was not told when it was looked for is not written once more, and nothing else is either."""
    drifting = Drifting(subject.arrangement.optional, "record")
    for way, again in product(declared(subject), (False, True)):
        front = Front(subject)
        (remote_id,) = front.place()
        order, how = front.order(remote_id), wanted(front, remote_id, way)
        if again:
            front.shop.record(order, DOCUMENT, how)
        front.line.between = recording = Recording()
        front.shop.record(order, DOCUMENT, how)
        drifting.over(recording.answers, partial(_written, front, order, how))
    no_guess(drifting)


def _written(
    front: Front, order: Order, how: WriteBack, answers: list[Recorded], drifted: Recorded
) -> Iterator[str]:
    front.line.between = replay = Replay(answers)
    with suppress(RemoteError):
        front.shop.record(order, DOCUMENT, how)
    yield from (f"({door} was called)" for door in replay.strayed)


@each_remote_shop
def test_the_connection_test_never_raises(subject: Subject[ShopArrangement]) -> None:
    front, drifting = Front(subject), Drifting(subject.arrangement.optional, "check", brief=True)
    front.place(2)
    front.line.between = recording = Recording()
    front.shop.check()

    def judge(answers: list[Recorded], drifted: Recorded) -> Iterator[str]:
        front.line.between = Replay(answers)
        yield from (
            f"({one.what} fails in silence)" for one in front.shop.check() if not (one.ok or one.detail)
        )

    drifting.over(recording.answers, judge)
    no_guess(drifting)
