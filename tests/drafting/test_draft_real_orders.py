"""Orders that a real Magento shop made: default settings make each a legal document of a Romanian seller."""

import json
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import OFFERS, codes, decided
from tests.shops.magento.support import ORDERS, REAL_ORDERS, mapped

from facturier.drafting.choices import ShippingVat
from facturier.drafting.decision import Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.money import vat_inside
from facturier.ports.offers import VatOffer

# The Italian buyer's order was taxed at Italian rates: a seller under OSS has them in the account.
WITH_OSS = replace(
    OFFERS, vat=(*OFFERS.vat, VatOffer("OSS", Decimal(22)), VatOffer("OSS redusă", Decimal(10)))
)

# The codice fiscale of the test buyer has a wrong check digit, so a person clears it.
NO_CODICE_FISCALE = {"buyer.tax_id": "", "buyer.personal_id": ""}


@pytest.mark.parametrize("name", REAL_ORDERS)
def test_the_gross_is_kept_and_vat_is_the_laws(name: str) -> None:
    document = json.loads((ORDERS / name).read_text())
    sale = mapped(document)
    decision = decided(sale, offers=WITH_OSS, cures=NO_CODICE_FISCALE if "03" in name else {})
    assert decision.outcome is Outcome.READY, [str(one.message) for one in decision.findings]
    assert decision.draft is not None
    assert decision.draft.totals.payable == Decimal(str(document["grand_total"]))
    for row in decision.draft.totals.rows:
        assert row.percent > 0
        assert abs(row.vat - vat_inside(row.gross, row.percent)) <= Decimal("0.02")


def test_shipping_without_vat_gets_the_highest_rate_and_says_so() -> None:
    sale = mapped(json.loads((ORDERS / "01_ro_b2b_cui.json").read_text()))
    draft = decided(sale).draft
    assert draft is not None
    shipping = draft.lines[-1]
    assert (shipping.price, shipping.vat.percent, shipping.vat.name) == (
        Decimal("25.00"),
        Decimal(21),
        "Normala",
    )
    assert [str(note) for note in draft.notes] == [
        f"The shop charged no VAT on {shipping.name}: VAT of 21 % is contained in its price."
    ]


def test_one_setting_leaves_it_to_a_person() -> None:
    sale = mapped(json.loads((ORDERS / "02_ro_b2c_cod.json").read_text()))
    settings = RouteSettings(shipping_vat=ShippingVat.HOLD)
    held = decided(sale, settings)
    assert codes(held) == ["VAT-SHIPPING"]
    cured = decided(sale, settings, cures={"lines.shipping.vat_percent": "21"})
    assert cured.draft is not None
    assert cured.draft.totals.payable == Decimal("76.39")


def test_italian_rates_are_not_sent_to_an_account_that_lacks_them() -> None:
    sale = mapped(json.loads((ORDERS / "03_it_b2c_codice_fiscale.json").read_text()))
    assert "VAT-OFFER" in codes(decided(sale))


def test_the_address_in_bucharest_is_read() -> None:
    sale = mapped(json.loads((ORDERS / "02_ro_b2c_cod.json").read_text()))
    draft = decided(sale).draft
    assert draft is not None
    assert (draft.buyer.address.subdivision, draft.buyer.address.city) == ("RO-B", "Sector 3")
