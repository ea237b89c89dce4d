"""A shop's capabilities held against behaviour: nothing declared fails, and nothing works undeclared."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial

import pytest
from msgspec.structs import replace
from tests.conformance.abilities import NO, falsehoods, told_to_wait
from tests.conformance.arrangement import ShopArrangement, Subject
from tests.conformance.found import each_shop
from tests.conformance.front import Front
from tests.conformance.test_shop_record import written_once

from facturier.ports.shop import ShopCapabilities, WriteBack


def _writes(how: Callable[[Front, str], WriteBack]) -> Callable[[Front], bool]:
    """Whether it stands in the shop's own book afterwards."""

    def tried(front: Front) -> bool:
        (remote_id,) = front.place()
        wanted = how(front, remote_id)
        with suppress(*NO):
            front.record(remote_id, wanted)
        return written_once(front, remote_id, wanted)

    return tried


def _polls(front: Front) -> bool:
    placed = front.place(3)
    front.sweep()
    return set(placed) <= set(front.held)


def _tells_elsewhere(front: Front) -> bool:
    """Another tool's document is seen where it is asked for anew."""
    (remote_id,) = front.place()
    before = front.order(remote_id)
    for words in front.arrangement.marks:
        front.arrangement.write(front.sandbox, remote_id, words)
    return bool(front.shop.elsewhere(before))


def _tells_refunds(front: Front) -> bool:
    (remote_id,) = front.place()
    for act in ("pay", "refund"):
        front.clock.sleep(60)
        front.arrangement.acts()[act](front.sandbox, remote_id)
    return bool(front.order(remote_id).refunds)


FLAGS: dict[str, Callable[[Front], bool]] = {
    "polls": _polls,
    "writes_comment": _writes(lambda front, remote_id: WriteBack(comment=front.comment(remote_id))),
    "writes_status": _writes(lambda front, remote_id: WriteBack(status=front.arrangement.status)),
    "writes_invoice": _writes(lambda front, remote_id: WriteBack(make_invoice=True)),
    "tells_refunds": _tells_refunds,
    "tells_elsewhere": _tells_elsewhere,
}


@cache
def found(subject: Subject[ShopArrangement]) -> ShopCapabilities:
    declared = Front(subject).shop.capabilities
    flags = {name: ability(Front(subject)) for name, ability in FLAGS.items()}
    return replace(declared, limit=declared.limit if _limited(subject) else None, **flags)


def _limited(subject: Subject[ShopArrangement]) -> bool:
    """Under each of the switches that make a limit reachable; a shop without any takes every call."""
    return all(_waits(Front(subject, **switches)) for switches in subject.arrangement.limits or ({},))


def _waits(front: Front) -> bool:
    (remote_id,) = front.place()
    return told_to_wait(partial(front.shop.order, remote_id))


@each_shop
def test_what_is_declared_is_what_works(subject: Subject[ShopArrangement]) -> None:
    assert list(falsehoods(Front(subject).shop.capabilities, found(subject))) == []


def test_every_flag_is_tried() -> None:
    assert {*FLAGS, "limit"} == set(ShopCapabilities.__struct_fields__)


@each_shop
@pytest.mark.parametrize("flag", FLAGS)
def test_a_false_flag_is_seen(subject: Subject[ShopArrangement], flag: str) -> None:
    able = Front(subject).shop.capabilities
    lying = replace(able, **{flag: not getattr(able, flag)})
    assert [one.partition(":")[0] for one in falsehoods(lying, found(subject))] == [flag]
