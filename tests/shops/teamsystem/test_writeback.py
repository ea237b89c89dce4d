"""A status is written where the settings name the call, and only what can be seen counts as written."""

import pytest
from tests.shops.teamsystem.support import Desk

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Misconfigured, Refused
from facturier.ports.shop import WriteBack
from facturier.sandbox.faults import Trouble

DOCUMENT = Issued(DocumentKind.INVOICE, "FCT", "7")
CALL = {"status_call": "PUT /orders/status.json orderID={order}&status={status}"}
PATH = "/orders/status.json"
SENT = WriteBack(status="3")


def write(desk: Desk, id: str, how: WriteBack = SENT) -> None:
    desk.shop.record(desk.order(id), DOCUMENT, how)


def test_it_is_written_once() -> None:
    desk = Desk(CALL, status_path=PATH)
    id = desk.place()
    for _ in range(3):
        write(desk, id)
    assert desk.sandbox.shop.order(id).status == 3
    assert len([asked for asked in desk.asked if asked.startswith("PUT")]) == 1
    assert desk.shop.capabilities.writes_status


@pytest.mark.parametrize("how", [SENT, WriteBack(comment="FCT 7"), WriteBack(make_invoice=True)], ids=str)
def test_without_the_call_nothing_is_written(how: WriteBack) -> None:
    desk = Desk(status_path=PATH)
    id = desk.place()
    with pytest.raises(Refused):
        write(desk, id, how)
    assert not desk.shop.capabilities.writes_status
    assert desk.sandbox.shop.order(id).status == 0


def test_nothing_asked_for_is_nothing_done() -> None:
    desk = Desk()
    write(desk, desk.place(), WriteBack())
    assert not [asked for asked in desk.asked if asked.startswith("PUT")]


@pytest.mark.parametrize("trouble", [Trouble.LOST_ANSWER, Trouble.HTML_BODY, Trouble.ERROR_AFTER])
def test_a_lost_answer_is_looked_up(trouble: Trouble) -> None:
    desk = Desk(CALL, status_path=PATH)
    id = desk.place()
    desk.sandbox.faults.add(trouble, "^PUT", times=1)
    write(desk, id)
    assert desk.sandbox.shop.order(id).status == 3


@pytest.mark.parametrize("trouble", [Trouble.LOST_REQUEST, Trouble.LATE_COMMIT])
def test_what_may_still_happen_is_in_doubt(trouble: Trouble) -> None:
    desk = Desk(CALL, status_path=PATH)
    id = desk.place()
    desk.sandbox.faults.add(trouble, "^PUT", times=1)
    with pytest.raises(InDoubt):
        write(desk, id)
    write(desk, id)
    assert desk.sandbox.shop.order(id).status == 3


def test_a_call_that_changes_nothing_is_told() -> None:
    """A 200 alone proves nothing: the path is a person's guess."""
    desk = Desk({"status_call": "PUT /inventory/inventory.json sku={order}&quantity={status}"})
    with pytest.raises(Refused, match="left the status as it was"):
        write(desk, desk.place())


def test_a_status_that_the_shop_refuses() -> None:
    desk = Desk(CALL, status_path=PATH)
    with pytest.raises(Refused, match="Unknown status"):
        write(desk, desk.place(), WriteBack(status="99"))


def test_a_reading_key_writes_nothing() -> None:
    desk = Desk(CALL, status_path=PATH, read_only=True)
    with pytest.raises(Misconfigured, match="can only read"):
        write(desk, desk.place())
