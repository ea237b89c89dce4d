"""Recording a document on an order: note, meta data, status; once, whatever answers get lost."""

from typing import Any

import httpx
import pytest
from tests.shops.woocommerce.support import Routed, connected, mapped, meta, order, reply, sandboxed, shop

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Missing, Refused
from facturier.ports.shop import WriteBack
from facturier.shops.woocommerce.writeback import NOTED

MARK = "FX-ABCD-ABCDEFGHIJKL"
COMMENT = f"Invoice FCT 12 https://docs.example/12 [{MARK}]"
INVOICE = Issued(kind=DocumentKind.INVOICE, series="FCT", number="12", public_link="https://docs.example/12")
NOTES, ORDER = "/orders/41/notes", "/orders/41"
WRITTEN = {NOTED: MARK, "_facturier_number": "FCT 12", "_facturier_link": "https://docs.example/12"}
LOST = httpx.ReadTimeout("lost")


def record(routes: dict[str, Any], how: WriteBack, document: Issued = INVOICE, **more: Any) -> Routed:
    routed = Routed(routes)
    shop(routed, **more).record(mapped(order()), document, how)
    return routed


def routes(**changes: Any) -> dict[str, Any]:
    done = {"id": 41}
    return {
        f"GET {ORDER}": order(),
        f"GET {NOTES}": [],
        f"POST {NOTES}": reply(done, 201),
        f"PUT {ORDER}": done,
        **changes,
    }


class TestNote:
    def test_is_private_or_mailed_to_the_buyer(self) -> None:
        for notify in (False, True):
            routed = record(routes(), WriteBack(comment=COMMENT, notify=notify))
            assert routed.bodies(f"POST {NOTES}") == [{"note": COMMENT, "customer_note": notify}]

    @pytest.mark.parametrize("there", [COMMENT, f"other words {MARK}", COMMENT.replace(" ", "\n ")])
    def test_is_not_written_twice(self, there: str) -> None:
        routed = record(routes(**{f"GET {NOTES}": [{"id": 1, "note": there}]}), WriteBack(comment=COMMENT))
        assert f"POST {NOTES}" not in routed.names

    def test_is_announced_before_it_is_written(self) -> None:
        routed = record(routes(), WriteBack(comment=COMMENT))
        assert routed.names == [f"GET {ORDER}", f"PUT {ORDER}", f"GET {NOTES}", f"POST {NOTES}"]

    def test_one_that_was_announced_where_notes_are_hidden_is_for_a_person(self) -> None:
        """A plug-in keeps notes out of every list: whether the last answer was lost before the note or after it
        cannot be seen."""
        known = Routed(routes(**{f"GET {ORDER}": order(meta_data=meta(**WRITTEN))}))
        with pytest.raises(Refused, match="shows none of the order's notes"):
            shop(known).record(mapped(order()), INVOICE, WriteBack(comment=COMMENT))
        assert f"POST {NOTES}" not in known.names

    def test_one_that_was_announced_and_is_missing_among_others_is_written(self) -> None:
        there = {
            f"GET {ORDER}": order(meta_data=meta(**WRITTEN)),
            f"GET {NOTES}": [{"id": 1, "note": "Plătit."}],
        }
        routed = record(routes(**there), WriteBack(comment=COMMENT))
        assert routed.names.count(f"POST {NOTES}") == 1

    def test_a_cancellation_is_another_note(self) -> None:
        cancelled = WriteBack(comment=f"Cancelled. [{MARK}:cancelled]", cancelled=True)
        routed = record(routes(**{f"GET {ORDER}": order(meta_data=meta(**WRITTEN))}), cancelled)
        assert f"POST {NOTES}" in routed.names

    @pytest.mark.parametrize("lost", [LOST, reply({"code": "x"}, 500), reply("tomorrow"), reply(status=201)])
    def test_a_lost_answer_is_looked_up(self, lost: Any) -> None:
        looks: tuple[list[dict[str, object]], ...] = ([], [{"id": 1, "note": COMMENT}])
        routed = record(routes(**{f"GET {NOTES}": looks, f"POST {NOTES}": lost}), WriteBack(comment=COMMENT))
        assert routed.names.count(f"POST {NOTES}") == 1

    def test_if_it_is_not_there_either_the_doubt_stays(self) -> None:
        with pytest.raises(InDoubt):
            record(routes(**{f"POST {NOTES}": LOST}), WriteBack(comment=COMMENT))


class TestMetaData:
    def test_number_and_link_stand_on_the_order(self) -> None:
        routed = record(routes(), WriteBack(comment=COMMENT))
        (body,) = routed.bodies(f"PUT {ORDER}")
        assert {pair["key"]: pair["value"] for pair in body["meta_data"]} == WRITTEN

    def test_a_key_that_is_there_is_met_by_its_id(self) -> None:
        there = [{"id": 7, "key": "_facturier_number", "value": "old"}]
        routed = record(routes(**{f"GET {ORDER}": order(meta_data=there)}), WriteBack(comment=COMMENT))
        (body,) = routed.bodies(f"PUT {ORDER}")
        assert {"id": 7, "key": "_facturier_number", "value": "FCT 12"} in body["meta_data"]

    def test_no_key_no_entry(self) -> None:
        routed = record(routes(), WriteBack(comment=COMMENT), number_key="", link_key="")
        (body,) = routed.bodies(f"PUT {ORDER}")
        assert [pair["key"] for pair in body["meta_data"]] == [NOTED]

    def test_a_credit_note_does_not_hide_the_invoice(self) -> None:
        credit = Issued(kind=DocumentKind.CREDIT_NOTE, series="FCT", number="13")
        routed = record(routes(), WriteBack(comment=COMMENT), credit)
        (body,) = routed.bodies(f"PUT {ORDER}")
        assert [pair["key"] for pair in body["meta_data"]] == [NOTED]

    @pytest.mark.parametrize(("there", "emptied"), [("FCT 12", True), ("FCT 13", False)])
    def test_what_was_cancelled_is_taken_away_and_nothing_else(self, there: str, emptied: bool) -> None:
        known = order(meta_data=meta(_facturier_number=there))
        how = WriteBack(comment=f"Cancelled. [{MARK}:cancelled]", cancelled=True)
        (body,) = record(routes(**{f"GET {ORDER}": known}), how).bodies(f"PUT {ORDER}")
        written = {pair["key"]: pair["value"] for pair in body["meta_data"]}
        assert (written.get("_facturier_number") == "") is emptied

    def test_lines_are_never_sent(self) -> None:
        (body,) = record(routes(), WriteBack(comment=COMMENT, status="done")).bodies(f"PUT {ORDER}")
        assert set(body) == {"meta_data", "status"}


class TestStatus:
    how = WriteBack(status="in-pregatire")

    def test_is_written_where_it_differs(self) -> None:
        (body,) = record(routes(), self.how).bodies(f"PUT {ORDER}")
        assert body["status"] == "in-pregatire"
        known = order(status="in-pregatire", meta_data=meta(**WRITTEN))
        assert record(routes(**{f"GET {ORDER}": known}), self.how).names == [f"GET {ORDER}"]

    def test_a_lost_answer_is_looked_up(self) -> None:
        after = order(status="in-pregatire", meta_data=meta(**WRITTEN))
        routed = record(routes(**{f"GET {ORDER}": (order(), after), f"PUT {ORDER}": LOST}), self.how)
        assert routed.names.count(f"PUT {ORDER}") == 1
        with pytest.raises(InDoubt):
            record(routes(**{f"PUT {ORDER}": LOST}), self.how)


def test_an_order_that_is_gone_is_missing() -> None:
    gone = reply({"code": "woocommerce_rest_shop_order_invalid_id", "message": "ID invalid."}, 400)
    with pytest.raises(Missing):
        record(routes(**{f"PUT {ORDER}": gone}), WriteBack(comment=COMMENT))


def test_where_put_is_forbidden_the_same_travels_as_a_post() -> None:
    for url in ("https://shop.example", "http://shop.example"):
        sandbox, woo = sandboxed(url, blocks_put=True)
        placed = sandbox.merchant.place()
        found = woo.order(str(placed["id"])).order
        assert found is not None
        woo.record(found, INVOICE, WriteBack(comment=COMMENT, status="completed"))
        assert sandbox.shop.order(placed["id"])["status"] == "completed"
        connected(sandbox, url).record(found, INVOICE, WriteBack(comment=COMMENT))
        assert sum(note["note"] == COMMENT for note in sandbox.shop.notes[placed["id"]]) == 1


def test_a_shop_that_hides_its_notes_gets_one() -> None:
    sandbox, woo = sandboxed(hides_notes=True)
    placed = sandbox.merchant.place()
    found = woo.order(str(placed["id"])).order
    assert found is not None
    woo.record(found, INVOICE, WriteBack(comment=COMMENT))
    for _ in range(2):
        with pytest.raises(Refused):
            woo.record(found, INVOICE, WriteBack(comment=COMMENT))
    assert sum(note["note"] == COMMENT for note in sandbox.shop.notes[placed["id"]]) == 1
