"""Writing a document onto its order: once, whatever happens on the way, and without changing the sale."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject
from tests.conformance.found import SHOPS_FOUND
from tests.conformance.front import DOCUMENT, REMOTE_SHOPS, Front
from tests.conformance.line import Asked
from tests.conformance.outcomes import TOO_LATE, TROUBLES, AnyTrouble, attempt, befall, judge
from tests.conformance.wire import straight

from facturier.model.reference import references_in
from facturier.ports.errors import InDoubt, NotNow
from facturier.ports.shop import WriteBack
from facturier.sandbox.faults import Trouble

COMMENT, STATUS, INVOICE, ALL = "comment", "status", "invoice", "all"


def declared(subject: Subject[ShopArrangement]) -> list[str]:
    """What a shop declares that it can write, one by one and all together."""
    able = Front(subject).shop.capabilities
    can = {COMMENT: able.writes_comment, STATUS: able.writes_status, INVOICE: able.writes_invoice}
    names = [name for name in can if can[name]]
    return [*names, *([ALL] if len(names) > 1 else [])]


def ways(subjects: Sequence[Subject[ShopArrangement]]) -> Iterator[object]:
    for subject in subjects:
        for way in declared(subject):
            yield pytest.param(subject, way, id=f"{subject.connector.name}-{way}")


each_way = pytest.mark.parametrize(("subject", "way"), list(ways(SHOPS_FOUND)))
each_remote_way = pytest.mark.parametrize(("subject", "way"), list(ways(REMOTE_SHOPS)))


def wanted(front: Front, remote_id: str, way: str) -> WriteBack:
    able = front.shop.capabilities
    return WriteBack(
        comment=front.comment(remote_id) if way in (COMMENT, ALL) and able.writes_comment else "",
        status=front.arrangement.status if way in (STATUS, ALL) and able.writes_status else "",
        make_invoice=way in (INVOICE, ALL) and able.writes_invoice,
    )


def written_once(front: Front, remote_id: str, how: WriteBack) -> bool:
    """Whether all of it stands in the shop's own tables, and none of it twice."""
    box, arrangement = front.sandbox, front.arrangement
    marks = [mark for words in arrangement.written(box, remote_id) for mark in references_in(words)]
    return (
        len(marks) == bool(how.comment)
        and (not how.status or arrangement.status_of(box, remote_id) == how.status)
        and arrangement.invoices_of(box, remote_id) == int(how.make_invoice)
    )


def calls(subject: Subject[ShopArrangement], way: str) -> list[Asked]:
    """The remote calls of a write when nothing goes wrong."""
    front = Front(subject)
    (remote_id,) = front.place()
    order, how = front.order(remote_id), wanted(front, remote_id, way)
    mark = len(front.line.asked)
    front.shop.record(order, DOCUMENT, how)
    made = front.line.since(mark)
    assert made, "a call that could fail was expected"
    return made


@each_way
def test_it_is_written_and_written_once(subject: Subject[ShopArrangement], way: str) -> None:
    front = Front(subject)
    remote_id, neighbour = front.place(2)
    how = wanted(front, remote_id, way)
    for _ in range(3):
        front.record(remote_id, how)
        assert written_once(front, remote_id, how)
    assert written_once(front, neighbour, WriteBack())


@each_way
def test_a_repetition_changes_nothing(subject: Subject[ShopArrangement], way: str) -> None:
    front = Front(subject)
    (remote_id,) = front.place()
    how = wanted(front, remote_id, way)
    front.record(remote_id, how)
    mark = len(front.line.asked)
    front.record(remote_id, how)
    assert not [asked for asked in front.line.asked[mark:] if asked.changes]


@each_remote_way
@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_trouble_never_doubles_it(subject: Subject[ShopArrangement], way: str, trouble: AnyTrouble) -> None:
    """On each of its calls: the error is honest, and a repetition ends with everything there once."""
    for asked in calls(subject, way):
        front = Front(subject)
        (remote_id,) = front.place()
        order, how = front.order(remote_id), wanted(front, remote_id, way)
        befall(front.line, trouble, asked)
        error = attempt(front.shop.record, order, DOCUMENT, how)
        now = front.clock.now()
        wait = error.retry_at - now if isinstance(error, NotNow) else timedelta()
        front.clock.advance(max(wait, timedelta(minutes=20)))
        judge(trouble, asked, error, written_once(front, remote_id, how), now)
        front.shop.record(order, DOCUMENT, how)
        assert written_once(front, remote_id, how)


@each_remote_way
def test_a_look_that_fails_is_no_proof(subject: Subject[ShopArrangement], way: str) -> None:
    """An answer is lost, and the shop cannot be reached for the look after it: the change may land yet."""
    for asked in (one for one in calls(subject, way) if one.changes):
        front = Front(subject)
        (remote_id,) = front.place()
        order, how = front.order(remote_id), wanted(front, remote_id, way)
        front.sandbox.faults.add(Trouble.LATE_COMMIT, asked.pattern, times=1, seconds=120)
        front.line.goes_away_after(asked.pattern)
        assert isinstance(attempt(front.shop.record, order, DOCUMENT, how), InDoubt)
        front.line.between = straight
        front.clock.advance(timedelta(minutes=20))
        front.shop.record(order, DOCUMENT, how)
        assert written_once(front, remote_id, how)


@each_remote_way
def test_an_answer_after_the_deadline_doubles_nothing(subject: Subject[ShopArrangement], way: str) -> None:
    for asked in (one for one in calls(subject, way) if one.changes):
        front = Front(subject)
        (remote_id,) = front.place()
        how = wanted(front, remote_id, way)
        front.sandbox.faults.add(Trouble.DELAY, asked.pattern, times=1, seconds=TOO_LATE)
        error = attempt(front.record, remote_id, how)
        assert error is None or isinstance(error, InDoubt)
        front.record(remote_id, how)
        assert written_once(front, remote_id, how)


@each_way
def test_two_workers_write_it_once_between_them(subject: Subject[ShopArrangement], way: str) -> None:
    """The second begins when the first is done; both were asked to."""
    front = Front(subject)
    (remote_id,) = front.place()
    order, how = front.order(remote_id), wanted(front, remote_id, way)
    front.shop.record(order, DOCUMENT, how)
    front.open(front.values).record(order, DOCUMENT, how)
    assert written_once(front, remote_id, how)


@each_way
def test_our_own_writing_does_not_change_the_sale(subject: Subject[ShopArrangement], way: str) -> None:
    """Else every document would be drafted anew because of its own comment. Nor is it another tool's."""
    front = Front(subject)
    (remote_id,) = front.place()
    before = front.order(remote_id)
    front.clock.sleep(60)
    front.record(remote_id, wanted(front, remote_id, way))
    after = front.order(remote_id)
    assert after.revision() == before.revision()
    assert after.elsewhere == ()
    assert front.shop.elsewhere(after) == ()
    assert (after.origin, after.payable, after.state) == (before.origin, before.payable, before.state)


@each_way
def test_the_changed_order_is_polled_again_without_harm(subject: Subject[ShopArrangement], way: str) -> None:
    front = Front(subject)
    (remote_id,) = front.place()
    front.sweep()
    first = front.held[remote_id].order
    front.clock.advance(timedelta(hours=1))
    front.record(remote_id, wanted(front, remote_id, way))
    front.sweep()
    again = front.held[remote_id].order
    assert first is not None
    assert again is not None
    assert again.changed_at >= first.changed_at
    assert again.revision() == first.revision()
