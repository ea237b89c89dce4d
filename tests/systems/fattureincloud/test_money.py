"""Sums that do not meet, payments, and totals that are asked for first (fact sheet, sections 6, 10, 21)."""

from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.conformance.account import Ware
from tests.systems.fattureincloud.desk import account, cloud, paid, written

from facturier.model.draft import DraftLine
from facturier.ports.errors import Misconfigured, NotNow, Refused
from facturier.sandbox.faults import Trouble
from facturier.systems.fattureincloud.reckoning import is_certain

NETS = ("33.33", "33.33", "33.33")


def test_payments_that_are_refused_are_repaired_once() -> None:
    here = account()
    cloud(here).book.payments_refused = 1
    made = here.issue(here.draft())
    assert here.entry(made).total == made.draft.totals.payable
    assert [one.status for one in here.line.tape[-2:]] == [422, 200]


def test_payments_that_are_refused_again_are_left_to_a_person() -> None:
    here = account()
    cloud(here).book.payments_refused = 2
    draft = here.draft()
    before = len(here.line.tape)
    with pytest.raises(Refused, match="Nothing was issued") as caught:
        here.issue(draft)
    assert "Il totale dei pagamenti" in caught.value.words
    assert len(here.line.tape) - before == 2
    assert here.entries == []


def test_another_sum_is_never_accepted() -> None:
    """Gross prices turned into net ones may lose a cent: nothing is made, and nothing repaired."""
    here = account(net_leads=True)
    lost = 0
    for gross in ("0.05", "10.03", "33.33", "19.99", "7.77", "61.01"):
        draft = here.draft(order=here.order(gross, gross, gross))
        try:
            made = here.issue(draft)
        except Refused:
            lost += 1
        else:
            assert here.entry(made).total == draft.totals.payable
    assert len(here.entries) + lost == 6
    assert lost


def line(price: str, *, gross: bool, percent: str = "22") -> DraftLine:
    here = account()
    made = here.draft().lines[0]
    vat = replace(made.vat, percent=Decimal(percent))
    return replace(made, quantity=Decimal(1), price=Decimal(price), price_includes_vat=gross, vat=vat)


def test_what_every_rule_agrees_on_is_certain() -> None:
    """Three lines of 33.33 net: VAT by rate is 22.00, by line 21.99."""
    net = [line(price, gross=False) for price in NETS]
    assert not is_certain(net, Decimal("121.99"))
    assert not is_certain(net, Decimal("121.98"))
    assert is_certain([line(price, gross=True) for price in NETS], Decimal("99.99"))
    assert not is_certain([line("33.335", gross=True)], Decimal("33.33"))


@pytest.mark.parametrize(("rule", "made"), [("rate", True), ("line", False)])
def test_an_uncertain_order_is_asked_for_first(rule: str, made: bool) -> None:
    """Nothing in an order document makes Fatture in Cloud refuse another sum, so its totals are asked for."""
    here = account(vat_per=rule)
    draft = here.draft(Ware.ORDER)
    one = replace(
        draft.lines[0], price=Decimal("33.33"), quantity=Decimal(1), price_includes_vat=False, covers=0
    )
    lines = (one, one, one)
    row = replace(draft.totals.rows[0], base=Decimal("99.99"), vat=Decimal("22.00"))
    draft = replace(draft, lines=lines, totals=replace(draft.totals, rows=(row,)))
    if made:
        assert here.entry(here.issue(draft)).total == Decimal("121.99")
    else:
        with pytest.raises(Refused, match=r"121\.98"):
            here.issue(draft)
        assert here.entries == []
    assert [one.url for one in here.line.tape if one.url.endswith("/issued_documents/totals")]


@pytest.mark.parametrize("rule", ["replaced", "merged"])
def test_a_part_is_paid_and_then_the_rest(rule: str) -> None:
    here = account(put_lists=rule)
    made = here.issue(here.draft(order=here.order("100.00")))
    here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(40), here.today, "PayPal [3]")
    first = here.system.statement(made.issued)
    assert (first.paid, first.unpaid) == (Decimal(40), Decimal(60))
    here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(60), here.today, "Banca [2]")
    assert here.system.statement(made.issued).unpaid == 0
    accounts = [one["payment_account"]["id"] for one in written(here, made)["payments_list"]]
    assert accounts == [3, 2]


def test_no_more_is_paid_than_is_left() -> None:
    here = account()
    made = here.issue(paid(here.draft(order=here.order("100.00"))))
    with pytest.raises(Refused, match="unpaid"):
        here.system.pay(made.issued, "", Decimal(1), here.today, "PayPal [3]")


def test_what_was_reversed_is_neither_paid_nor_to_be_paid() -> None:
    """Somebody marked a payment as stornato."""
    here = account()
    made = here.issue(here.draft(order=here.order("100.00")))
    here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(40), here.today, "PayPal [3]")
    written(here, made)["payments_list"][0]["status"] = "reversed"
    said = here.system.statement(made.issued)
    assert (said.paid, said.unpaid) == (Decimal(0), Decimal(60))
    with pytest.raises(Refused, match="unpaid"):
        here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(100), here.today, "PayPal [3]")
    here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(60), here.today, "PayPal [3]")
    assert [one["status"] for one in written(here, made)["payments_list"]] == ["reversed", "paid"]


def test_a_payment_needs_an_account() -> None:
    here = account()
    made = here.issue(here.draft())
    with pytest.raises(Misconfigured, match="conto di saldo"):
        here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(1), here.today)


def test_a_payment_whose_answer_was_lost_is_recorded_once() -> None:
    here = account()
    made = here.issue(here.draft(order=here.order("100.00")))
    here.sandbox.faults.add(Trouble.LOST_ANSWER, "PUT", times=1)
    here.system.pay(made.issued, "PayPal MP08 [6]", Decimal(100), here.today, "PayPal [3]")
    assert here.system.statement(made.issued).paid == 100


def test_a_pdf_is_fetched_by_a_fresh_link_without_the_token() -> None:
    here = account()
    made = here.issue(here.draft())
    assert made.issued.link == made.issued.public_link == ""
    here.clock.advance(here.system.capabilities.doubt_horizon * 2000)  # weeks: every older link has died
    assert here.system.pdf(made.issued).startswith(b"%PDF")


def test_the_link_in_the_answer_is_enough_while_it_lives() -> None:
    here = account()
    made = here.issue(here.draft())
    mark = len(here.line.asked)
    assert here.system.pdf(made.issued).startswith(b"%PDF")
    assert len(here.line.asked) == mark + 1


def test_a_fresh_link_that_leads_to_no_pdf_is_not_now() -> None:
    here = account()
    made = here.issue(here.draft())
    here.sandbox.faults.add(Trouble.HTML_BODY, "GET /doc/", times=2)
    with pytest.raises(NotNow):
        here.system.pdf(made.issued)
