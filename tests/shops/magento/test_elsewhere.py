"""Documents of other tools, found in comments; edited orders; and what is no such document."""

from typing import Any

import pytest
from tests.shops.magento.support import Routed, found, mapped, order, reply, shop

from facturier.model.order import Elsewhere

MARK = "FX-ABCD-ABCDEFGHIJKL"


def said(*comments: str, **more: Any) -> tuple[Elsewhere, ...]:
    return mapped(order(status_histories=[{"comment": words} for words in comments]), **more).elsewhere


@pytest.mark.parametrize(
    ("words", "tool", "series", "number", "link"),
    [
        ("SmartBill: factura FCT 0123 a fost emisa", "SmartBill", "FCT", "0123", ""),
        ("Factura SmartBill seria ABC nr. 45 emisa", "SmartBill", "ABC", "45", ""),
        ("SmartBill - Factura fiscala FCT0123", "SmartBill", "FCT", "0123", ""),
        ("Oblio invoice no. FO-7", "Oblio", "FO", "7", ""),
        (
            'Oblio: <a href="https://www.oblio.eu/docs/1?x=1&amp;y=2">Factura FO 12</a>',
            "Oblio",
            "FO",
            "12",
            "https://www.oblio.eu/docs/1?x=1&y=2",
        ),
        ("fatture in cloud - Fattura n. 15/2026", "Fatture in Cloud", "", "15/2026", ""),
        ("inFakt: faktura nr 7/10/2026", "inFakt", "", "7/10/2026", ""),
        (
            'Factura ABC 0012 a fost emisa. <a href="https://facturi.example/abc-0012">Vezi</a>',
            "another tool",
            "ABC",
            "0012",
            "https://facturi.example/abc-0012",
        ),
        ("FGO https://fgo.example/f/9.", "FGO", "", "", "https://fgo.example/f/9"),
    ],
)
def test_comments_of_known_tools(words: str, tool: str, series: str, number: str, link: str) -> None:
    (document,) = said(words)
    assert (document.tool, document.series, document.number, document.link) == (tool, series, number, link)


def test_the_words_of_the_comment_are_kept_without_its_markup() -> None:
    (document,) = said("SmartBill - <b>Factura</b> seria ABC  nr. 45")
    assert document.said == "SmartBill - Factura seria ABC nr. 45"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "We refunded RON 146.28 offline.",
        "Captured amount of RON 121.00 offline. Invoice #000000012",
        "SmartBill: the connection failed, we shall try again",
        "oblioteca invoice 12",
        "Clientul cere factură pe firmă.",
        "Client wants one invoice for 12 products",
        f"Invoice FCT 12 https://smartbill.example [{MARK}]",
        f"SmartBill invoice FCT 12 was cancelled. [{MARK}:cancelled]",
    ],
)
def test_what_is_no_document_of_another_tool(words: str) -> None:
    assert said(words) == ()


def test_a_pattern_of_the_user_decides_alone() -> None:
    rule = r"ERP = exported as (?P<series>\w+)/(?P<number>\d+) at (?P<link>\S+)"
    (document,) = said("Exported as XX/9 at file://erp", other_tools=rule)
    assert (document.tool, document.series, document.number, document.link) == (
        "ERP",
        "XX",
        "9",
        "file://erp",
    )


def test_a_pattern_without_groups_still_counts() -> None:
    (document,) = said("sent to accounting", other_tools="ERP = sent to accounting")
    assert (document.tool, document.number) == ("ERP", "")


def test_magentos_own_invoices_are_not_elsewhere() -> None:
    assert mapped(order(state="complete", total_invoiced=121)).elsewhere == ()


class TestEditedOrders:
    edited = order(increment_id="000000041-1", relation_parent_id="40", relation_parent_real_id="000000041")

    def elsewhere(self, *comments: str, **routes: Any) -> tuple[Elsewhere, ...]:
        replaced = order(entity_id=40, status_histories=[{"comment": words} for words in comments])
        routed = Routed({"GET /orders/41": self.edited, "GET /orders/40": replaced, **routes})
        heard = shop(routed).order("41")
        assert heard.order is not None
        return heard.order.elsewhere

    def test_our_document_on_the_replaced_order_counts(self) -> None:
        (document,) = self.elsewhere(f"Invoice FCT 12 [{MARK}]")
        assert (document.tool, document.number) == ("facturier", MARK)
        assert "FCT 12" in document.said

    def test_unless_it_was_cancelled(self) -> None:
        assert self.elsewhere(f"Invoice FCT 12 [{MARK}]", f"It was cancelled. [{MARK}:cancelled]") == ()

    def test_that_of_another_tool_counts_too(self) -> None:
        assert [document.tool for document in self.elsewhere("Oblio: factura FO 12")] == ["Oblio"]

    def test_a_replaced_order_that_is_gone_has_none(self) -> None:
        gone = reply({"message": "The entity that was requested doesn't exist."}, 404)
        assert self.elsewhere(**{"GET /orders/40": gone}) == ()

    def test_an_order_that_was_edited_twice_knows_of_the_first(self) -> None:
        first = order(entity_id=39, status_histories=[{"comment": f"Invoice FCT 12 [{MARK}]"}])
        second = order(entity_id=40, relation_parent_id=39)
        routes = {"GET /orders/40": second, "GET /orders/39": first}
        assert [document.number for document in self.elsewhere(**routes)] == [MARK]

    def test_orders_that_replace_each_other_come_to_an_end(self) -> None:
        circle = order(entity_id=40, relation_parent_id="41")
        assert self.elsewhere(**{"GET /orders/40": circle}) == ()

    def test_the_poll_looks_too(self) -> None:
        replaced = order(entity_id=40, status_histories=[{"comment": f"Invoice FCT 12 [{MARK}]"}])
        (page,) = shop(Routed({"GET /orders": found(self.edited), "GET /orders/40": replaced})).orders("")
        assert page.orders[0].order is not None
        assert len(page.orders[0].order.elsewhere) == 1


def test_asked_afresh_it_is_read_from_the_shop() -> None:
    later = order(status_histories=[{"comment": "Oblio: factura FO 12"}])
    routed = Routed({"GET /orders/41": later})
    assert [document.number for document in shop(routed).elsewhere(mapped(order()))] == ["12"]
