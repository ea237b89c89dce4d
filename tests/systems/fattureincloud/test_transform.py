"""An invoice out of an order document or a proforma, and what leaves the stock with each of them."""

from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Ware, original_of
from tests.systems.fattureincloud.desk import account, cloud, sent, written

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Refused
from facturier.systems.fattureincloud.sandbox.products import current

CUP = 5001


def cups(here: Account) -> Decimal:
    return current(cloud(here).company(), CUP, cloud(here).switches)


def stocked(draft: Draft, code: str = "SKU-1") -> Draft:
    """One line, which moves the stock of this product."""
    return replace(draft, lines=(replace(draft.lines[0], code=code),), use_stock=True)


def single(here: Account, ware: Ware) -> Draft:
    return here.draft(ware, here.order("30.00"))


@pytest.mark.parametrize("ware", [Ware.ORDER, Ware.PROFORMA])
def test_the_invoice_names_what_it_is_made_out_of_and_says_all_else_itself(ware: Ware) -> None:
    here = account()
    before = here.issue(here.draft(ware))
    draft = replace(here.draft(), original=original_of(before.issued))
    made = here.issue(draft)
    company = cloud(here).company()
    assert company.made_of == {int(made.issued.remote_id): [int(before.issued.remote_id)]}
    assert int(before.issued.remote_id) in company.documents, "it is kept"
    assert written(here, made)["subject"].endswith(made.reference)
    assert made.issued.total == draft.totals.payable


def test_stock_moves_with_the_order_document_and_not_again() -> None:
    here = account()
    before = here.issue(stocked(single(here, Ware.ORDER)))
    assert cups(here) == 100 - before.draft.lines[0].quantity
    invoice = replace(
        before.draft, kind=DocumentKind.INVOICE, original=original_of(before.issued), use_stock=False
    )
    here.issue(invoice)
    assert cups(here) == 100 - before.draft.lines[0].quantity
    assert [line["stock"] for line in sent(here)["items_list"]] == [False]


def test_a_proforma_moves_nothing() -> None:
    here = account()
    here.issue(stocked(single(here, Ware.PROFORMA)))
    assert cups(here) == 100


def test_what_is_not_kept_in_stock_moves_nothing_and_stops_nothing() -> None:
    here = account()
    here.issue(stocked(single(here, Ware.INVOICE), "LAVORO"))
    assert "product_id" not in sent(here)["items_list"][0]


@pytest.mark.parametrize(
    ("code", "words"), [("NESSUNO", "no product"), ("O'Neil", "no product"), ("", "code")]
)
def test_a_product_that_cannot_be_told_is_refused_unsent(code: str, words: str) -> None:
    here = account()
    with pytest.raises(Refused, match=words):
        here.issue(stocked(single(here, Ware.INVOICE), code))
    assert here.entries == []


def test_two_products_with_one_code_are_refused_unsent() -> None:
    here = account()
    products = cloud(here).company().products
    products[5009] = {**products[CUP], "id": 5009}
    with pytest.raises(Refused, match="2 products"):
        here.issue(stocked(single(here, Ware.INVOICE)))
    assert here.entries == []


def test_an_order_document_that_is_gone_is_refused_unsent() -> None:
    here = account()
    before = here.issue(here.draft(Ware.ORDER))
    here.system.delete(before.issued)
    with pytest.raises(Refused, match="not there any more"):
        here.issue(replace(here.draft(), original=original_of(before.issued)))
    assert here.entries == []


@pytest.mark.parametrize("kind", [DocumentKind.PROFORMA, DocumentKind.RECEIPT])
def test_nothing_but_an_invoice_is_made_out_of_it(kind: DocumentKind) -> None:
    """Of other kinds the vendor's words give no example."""
    here = account()
    before = here.issue(here.draft(Ware.ORDER))
    draft = replace(here.draft(Ware(kind.value)), original=original_of(before.issued))
    with pytest.raises(Refused, match="out of"):
        here.issue(draft)


@pytest.mark.parametrize(("rule", "left"), [("comes_back", 100), ("stays_out", 99)])
def test_what_becomes_of_the_stock_of_a_deleted_document_is_not_known(rule: str, left: int) -> None:
    """The simulator plays both; Facturier asks a person before it goes on."""
    here = account(binned_stock=rule)
    draft = stocked(single(here, Ware.ORDER))
    draft = replace(draft, lines=(replace(draft.lines[0], quantity=Decimal(1), price=draft.totals.payable),))
    made = here.issue(draft)
    here.system.delete(made.issued)
    assert cups(here) == left


def test_what_is_left_of_each_product_is_told_page_by_page() -> None:
    here = account()
    products = cloud(here).company().products
    for number in range(6000, 6150):
        products[number] = {**products[CUP], "id": number, "code": f"P{number}", "stock_initial": number}
    told = {one.code: one.quantity for one in here.system.stock()}
    assert (told["SKU-1"], told["P6149"], len(told)) == (Decimal(100), Decimal(6149), 152)
