"""What is sent for a draft (fact sheet, sections 9, 10, 13, 14, 16)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.conformance.account import Ware
from tests.conformance.sales import BUYERS
from tests.systems.fattureincloud.desk import account, cloud, paid, sent, with_vat, written

from facturier.model.kinds import VatCategory
from facturier.model.party import Address, Party
from facturier.model.transmission import Stage
from facturier.ports.errors import Misconfigured, Refused

FIRM = Party(
    name="Ditta Esempio Srl",
    company=True,
    tax_id="01234567897",
    recipient_code="ABC1234",
    address=Address("Via Roma 1", city="Milano", subdivision="IT-MI", postcode="20121", country="IT"),
)
ABROAD = Party(
    name="Beispiel GmbH",
    company=True,
    tax_id="DE 123456789",
    address=Address("Hauptstr. 1", city="Berlin", postcode="10115", country="DE"),
)


def test_the_usual_rate_has_the_id_0() -> None:
    here = account()
    here.issue(here.draft())
    assert {line["vat"]["id"] for line in sent(here)["items_list"]} == {0}


def test_order_number_and_mark_stand_where_nothing_is_printed() -> None:
    here = account()
    made = here.issue(replace(here.draft(), mentions="Grazie <di> cuore\nA presto"))
    told = sent(here)
    assert told["subject"] == f"{made.draft.order_number} {made.reference}"
    assert made.reference not in told["notes"]
    assert told["notes"] == "Grazie &lt;di&gt; cuore<br>A presto"


@pytest.mark.parametrize(
    ("series", "suffix", "bears"),
    [("/", "", "/2026"), ("/A", "/A", "/A/2026"), ("/A/2026", "/A", "/A/2026"), ("/2026", "", "/2026")],
)
def test_a_series_is_a_suffix_and_a_year(series: str, suffix: str, bears: str) -> None:
    here = account()
    made = here.issue(replace(here.draft(), series=series))
    assert sent(here)["numeration"] == suffix
    assert made.issued.series == bears


def test_each_kind_has_numbers_of_its_own() -> None:
    """Told apart by their series, so that a walk through one reads no other."""
    here = account()
    kinds = (Ware.INVOICE, Ware.RECEIPT, Ware.PROFORMA, Ware.ORDER, Ware.PART_CREDIT)
    made = [here.issue(here.draft(ware)) for ware in kinds]
    assert {one.issued.number for one in made[:4]} == {"1"}
    assert len({one.issued.series for one in made}) == len(kinds)
    for one in made:
        number = int(one.issued.number)
        (seen,) = here.system.walk(one.issued.series, range(number, number + 1))
        assert (seen.reference, seen.total) == (one.reference, one.issued.total)
        assert here.system.statement(one.issued).total == one.issued.total


def test_what_is_to_pay_is_named_so_that_another_sum_is_refused() -> None:
    here = account()
    made = here.issue(replace(here.draft(), due_date=here.today + timedelta(days=14)))
    (entry,) = sent(here)["payments_list"]
    assert entry == {
        "amount": made.draft.totals.payable,
        "due_date": "2026-12-04",
        "status": "not_paid",
    }
    assert "options" not in sent(here)


def test_a_payment_goes_into_the_account_that_the_route_names() -> None:
    here = account()
    made = here.issue(paid(here.draft(), "100.00"))
    first, rest = sent(here)["payments_list"]
    assert (first["status"], first["payment_account"], first["paid_date"]) == (
        "paid",
        {"id": 3},
        "2026-11-20",
    )
    assert rest["amount"] == made.draft.totals.payable - 100
    assert made.issued.stated is not None
    assert (made.issued.stated.paid, made.issued.stated.unpaid) == (
        Decimal(100),
        made.draft.totals.payable - 100,
    )
    assert sent(here)["payment_method"] == {"id": 6, "name": "PayPal"}


@pytest.mark.parametrize("name", ["", "PayPal"])
def test_a_payment_without_an_account_is_not_sent(name: str) -> None:
    here = account()
    draft = paid(here.draft(), account=name)
    with pytest.raises(Misconfigured, match="conto di saldo"):
        here.issue(draft)
    assert here.entries == []


def test_an_account_that_is_gone_needs_a_person() -> None:
    here = account()
    with pytest.raises(Misconfigured, match="payment account"):
        here.issue(paid(here.draft(), account="Chiuso [99]"))


def test_the_method_of_an_unpaid_document_goes_by_its_words() -> None:
    here = account()
    here.issue(replace(here.draft(), payment_method="Contrassegno"))
    assert sent(here)["payment_method"] == {"name": "Contrassegno"}


def test_a_method_that_the_account_lacks_may_be_refused() -> None:
    here = account(unknown_method="refused")
    with pytest.raises(Misconfigured, match="payment method"):
        here.issue(replace(here.draft(), payment_method="Conchiglie"))


def test_a_rate_that_is_not_mapped_is_not_sent() -> None:
    here = account()
    draft = here.draft()
    lines = tuple(replace(line, vat=replace(line.vat, name="")) for line in draft.lines)
    with pytest.raises(Misconfigured, match="VAT type"):
        here.issue(replace(draft, lines=lines))
    assert here.entries == []


def test_a_company_without_vat_has_a_type_of_its_own() -> None:
    here = account({"exempt_vat": "0 % Contribuenti forfettari N2.2 [66]"})
    draft = with_vat(here.draft(), "", "0", VatCategory.OUTSIDE)
    made = here.issue(replace(draft, vat_exempt_company=True))
    assert {line["vat"]["ei_type"] for line in written(here, made)["items_list"]} == {"N2.2"}


def test_a_credit_note_is_positive_there_and_names_its_invoice() -> None:
    here = account({"e_invoice": True})
    invoice = here.issue(replace(here.draft(), series="/A"))
    here.issue(here.credit(invoice, whole=True))
    told = sent(here)
    assert told["type"] == "credit_note"
    assert all(line["qty"] > 0 for line in told["items_list"])
    assert told["payments_list"][0]["amount"] == invoice.draft.totals.payable
    assert told["ei_data"]["invoice_number"] == "1/A/2026"
    assert told["ei_data"]["invoice_date"] == "2026-11-20"
    assert "1/A/2026" in told["notes"]


def test_a_credit_note_of_a_receipt_is_no_e_invoice() -> None:
    """SdI never had the receipt. Its name on paper is without the kind that its series names."""
    here = account({"e_invoice": True})
    receipt = here.issue(here.draft(Ware.RECEIPT))
    here.issue(here.credit(receipt, whole=True))
    told = sent(here)
    assert (told["type"], told["e_invoice"], "ei_data" in told) == ("credit_note", False, False)
    assert told["notes"] == "Nota di credito per la ricevuta 1/2026 del 20/11/2026"


def test_a_discount_is_a_line_with_a_negative_price() -> None:
    here = account()
    draft = here.draft(order=here.order("122.00"))
    (line,) = draft.lines
    less = replace(line, kind="discount", name="Sconto", quantity=Decimal(1), price=Decimal(-22), covers=1)
    row = replace(draft.totals.rows[0], base=Decimal("81.97"), vat=Decimal("18.03"))
    made = here.issue(replace(draft, lines=(line, less), totals=replace(draft.totals, rows=(row,))))
    assert here.entry(made).total == 100


@pytest.mark.parametrize(
    ("buyer", "code", "postcode"),
    [
        (FIRM, "ABC1234", "20121"),
        (replace(FIRM, pec="d@pec.it"), "ABC1234", "20121"),
        (replace(FIRM, recipient_code="", pec="d@pec.it"), "0000000", "20121"),
        (replace(FIRM, recipient_code="UFABCD"), "UFABCD", "20121"),
        (BUYERS["IT"], "0000000", "10121"),
        (ABROAD, "XXXXXXX", "00000"),
        (BUYERS["PL"], "XXXXXXX", "00000"),
    ],
)
def test_where_an_e_invoice_goes(buyer: Party, code: str, postcode: str) -> None:
    here = account({"e_invoice": True})
    made = here.issue(replace(here.draft(), buyer=buyer))
    told = sent(here)["entity"]
    assert (told["ei_code"], told["address_postal_code"]) == (code, postcode)
    assert told.get("certified_email", "") == (buyer.pec if code == "0000000" else "")
    assert here.system.transmit(made.issued).stage is Stage.UNDER_WAY
    assert sent(here)["ei_data"]["payment_method"] == "MP08"
    assert here.system.statement(made.issued).total == made.draft.totals.payable


def test_a_vat_number_carries_its_country() -> None:
    here = account()
    for buyer, number in ((FIRM, "IT01234567897"), (ABROAD, "DE123456789")):
        here.issue(replace(here.draft(), buyer=buyer))
        assert sent(here)["entity"]["vat_number"] == number


def test_the_sdi_code_of_a_method_stands_in_its_name() -> None:
    here = account({"e_invoice": True, "sdi_method": "MP01"})
    here.issue(replace(here.draft(), payment_method="Bonifico bancario MP05 [5]"))
    assert sent(here)["ei_data"]["payment_method"] == "MP05"
    here.issue(here.draft())
    assert sent(here)["ei_data"]["payment_method"] == "MP01"


def test_proformas_and_receipts_are_no_e_invoices() -> None:
    here = account({"e_invoice": True})
    for ware in (Ware.PROFORMA, Ware.RECEIPT, Ware.ORDER):
        here.issue(here.draft(ware))
        assert sent(here)["e_invoice"] is False


@pytest.mark.parametrize(("gross", "stamp"), [("77.47", None), ("77.48", Decimal("2.00"))])
def test_the_bollo_is_noted_above_its_limit(gross: str, stamp: Decimal | None) -> None:
    here = account({"stamp_duty": True})
    draft = with_vat(
        here.draft(order=here.order(gross)), "0 % Esente art.10 N4 [19]", "0", VatCategory.EXEMPT
    )
    made = here.issue(draft)
    assert sent(here).get("stamp_duty") == stamp
    assert here.entry(made).total == Decimal(gross)


def test_a_bollo_that_is_added_to_what_is_due_is_refused() -> None:
    here = account({"stamp_duty": True}, stamp_charged=True)
    draft = with_vat(
        here.draft(order=here.order("90.00")), "0 % Esente art.10 N4 [19]", "0", VatCategory.EXEMPT
    )
    with pytest.raises(Refused, match=r"92\.00 to pay"):
        here.issue(draft)
    assert here.entries == []


@pytest.mark.parametrize(
    ("name", "category", "stamped"),
    [
        ("0 % Esente art.10 N4 [19]", VatCategory.EXEMPT, True),
        ("0 % Fuori campo IVA N2.2 [9]", VatCategory.OUTSIDE, True),
        ("0 % Non imp. art. 123 N3.6 [1010]", VatCategory.OUTSIDE, True),
        ("0 % Non imp. art.8 DPR 633/72 N3.1 [13]", VatCategory.EXEMPT, False),
        ("0 % Non imp. art.41 DL 331/93 N3.2 [16]", VatCategory.INTRA_COMMUNITY, False),
        ("0 % Inversione contabile art.17 N6.9 [22]", VatCategory.REVERSE_CHARGE, False),
        ("0 % [6]", VatCategory.EXEMPT, True),
    ],
)
def test_the_bollo_goes_by_the_natura(name: str, category: VatCategory, stamped: bool) -> None:
    here = account({"stamp_duty": True, "e_invoice": False})
    here.issue(with_vat(here.draft(order=here.order("90.00")), name, "0", category))
    assert ("stamp_duty" in sent(here)) is stamped


@pytest.mark.parametrize("name", ["0 % [6]", "0 % Non imponibile N3 [13]"])
def test_a_line_without_vat_gives_its_reason_on_an_e_invoice(name: str) -> None:
    """Held before a number is spent; what is no e-invoice need not say it."""
    here = account()
    draft = with_vat(here.draft(), name, "0", VatCategory.EXEMPT)
    with pytest.raises(Misconfigured, match="natura"):
        here.issue(draft)
    assert here.entries == []
    paper = here.open({**here.values, "e_invoice": False})
    assert paper.issue(draft, "FX-HOME-AAAAAAAAAAAA", paper.position(draft)).number == "1"


def test_a_buyer_abroad_has_no_codice_fiscale() -> None:
    here = account()
    here.issue(replace(here.draft(), buyer=replace(ABROAD, company=False, personal_id="X123")))
    assert "tax_code" not in sent(here)["entity"]
    assert "address_province" not in sent(here)["entity"]


@pytest.mark.parametrize(("number", "told"), [("1" * 20, "1" * 20), ("1" * 21, None)])
def test_an_order_number_that_is_too_long_for_the_xml_is_left_out(number: str, told: str | None) -> None:
    here = account()
    here.issue(replace(here.draft(), order_number=number))
    assert sent(here)["ei_data"].get("od_number") == told


@pytest.mark.parametrize("shown", [True, False])
def test_payments_method_and_template_are_the_connections_choice(shown: bool) -> None:
    here = account(
        {"show_payments": shown, "show_payment_method": shown, "template": "New Standard S1 [111]"}
    )
    made = here.issue(here.draft())
    there = written(here, made)
    assert (there["show_payments"], there["show_payment_method"], there["template"]["id"]) == (
        shown,
        shown,
        111,
    )


def test_one_call_makes_a_document_and_says_all_of_it() -> None:
    here = account()
    draft = here.draft()
    before = len(here.line.tape)
    made = here.issue(draft)
    assert len(here.line.tape) - before == 1
    assert made.issued.stated is not None
    assert made.issued.stated.total == draft.totals.payable
    assert made.issued.stated.vat == draft.totals.vat
    assert cloud(here).company().clients == {}
