"""What holds for every order and every file: nothing is changed on the way, and nothing raises."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shops.files.support import NOW, content, schema_orders, told, written
from tests.shops.files.support import settings as connection

from facturier.model.message import Message
from facturier.shops.files import schema
from facturier.shops.files.mapping import order_of

FORMS = ("json", "jsonl", "csv", "xlsx")
each_form = pytest.mark.parametrize("form", FORMS)
patient = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def understood(order: schema.Order) -> object:
    """What the order means, straight from the schema: no file in between."""
    complaints: list[tuple[str, Message]] = []
    found = order_of(
        order,
        connection().ways().conventions,
        NOW,
        NOW,
        lambda path, what: complaints.append((path, what)),
    )
    assert not complaints
    return found


@each_form
@patient
@given(order=schema_orders())
def test_an_order_reads_back_as_it_was_written(form: str, order: schema.Order) -> None:
    found = content(f"orders.{form}", written(form, [order]))
    assert [fault.told().render() for fault in found.faults] == []
    assert [one.order for one in found.orders] == [understood(order)]


@each_form
@patient
@given(data=st.data())
def test_several_orders_keep_their_places(form: str, data: st.DataObject) -> None:
    orders = [data.draw(schema_orders(f"N-{place}")) for place in range(3)]
    found = content(f"orders.{form}", written(form, orders))
    assert [one.order for one in found.orders] == [understood(order) for order in orders]
    assert len({one.raw for one in found.orders}) == len(orders)


@each_form
@patient
@given(order=schema_orders())
def test_the_payload_of_an_order_does_not_depend_on_its_file(form: str, order: schema.Order) -> None:
    """Else the same order in tomorrow's file would be news."""
    neighbour = told(number="another")
    (alone,) = content(f"a.{form}", written(form, [order])).orders
    beside = content(f"b.{form}", written(form, [neighbour, order])).orders
    assert beside[1].order == alone.order
    if form in ("jsonl", "csv", "xlsx"):
        assert beside[1].raw == alone.raw


@each_form
@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_happens_to_a_file_is_an_order_or_a_report(form: str, seed: int) -> None:
    """Bytes changed, lost, doubled or cut off: never an exception, and a report always names a reason."""
    random = Random(seed)
    body = bytearray(written(form, [told(), told(number="1002")]))
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(body)) if body else 0
        match random.randrange(4):
            case 0:
                body[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del body[at : at + random.randint(1, 8)]
            case 2:
                body[at:at] = bytes(random.randrange(256) for _ in range(random.randint(1, 4)))
            case 3:
                del body[at + 1 :]
    found = content(f"orders.{form}", bytes(body))
    assert bool(found.orders) != bool(found.faults)
    assert all(fault.told().render().strip() for fault in found.faults)
    for one in found.orders:
        assert one.order.number
        assert one.order.payable >= 0
        assert one.order.changed_at.tzinfo is not None


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=200),
    name=st.sampled_from(["x.json", "x.jsonl", "x.csv", "x.tsv", "x.xlsx", "x.pdf"]),
)
def test_any_bytes_are_a_report(name: str, body: bytes) -> None:
    found = content(name, body)
    assert found.faults or found.orders
