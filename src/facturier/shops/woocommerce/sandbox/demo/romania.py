"""The demonstration orders: one for each plug-in that keeps VAT numbers, one for each thing that may befall one."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from facturier.shops.woocommerce.sandbox.demo.sample import Sample
from facturier.shops.woocommerce.sandbox.goods import Buyer, Charge, Thing
from facturier.shops.woocommerce.sandbox.markets.romania import (
    ANA,
    FIRM,
    ION,
    MARKET,
    REDUCED,
    SOLD,
    STANDARD,
)
from facturier.shops.woocommerce.sandbox.merchant import Merchant

_COFFEE, _BOOK, _SHIRT, _SCREW, _HONEY, _LAMP, _CABLE = SOLD
_TURIN = Buyer("Giulia", "D'Amico", "Via Roma 10", "Torino", "TO", "10121", "IT")
_CRACOW = Buyer("Anna", "Przykład", "ul. Długa 1", "Kraków", "", "30-001", "PL")
_FIRMS = {
    "RO": FIRM,
    "IT": replace(_TURIN, company="Esempio S.r.l."),
    "PL": replace(_CRACOW, company="Przykład Sp. z o.o."),
}
_SPECIAL = {
    "tip_facturare": "pers-jur",
    "cui": "14399840",
    "nr_reg_com": "J12/123/2001",
    "iban": "RO49AAAA1B31007593840000",
}
_ITALIAN = {
    "_billing_piva": "IT12345670017",
    "_billing_cf": "12345670017",
    "_billing_sdi": "ABCDEF1",
    "_billing_pec": "pec@esempio.test",
}
_EUROS = ("paypal", "PayPal")


def samples_of() -> Iterator[Sample]:
    yield from _buyers()
    yield from _baskets()
    yield from _lives()


def _buyers() -> Iterator[Sample]:
    things = (_COFFEE, replace(_BOOK, quantity=Decimal(2)))

    def firm(key: str, country: str = "RO", **meta: object) -> Sample:
        cart = MARKET.cart(replace(_FIRMS[country], meta=meta), things)
        return Sample(key, cart if country == "RO" else replace(cart, currency="EUR", pay=_EUROS))

    yield Sample("person", MARKET.cart(ANA, things))
    yield Sample("person-bucharest", MARKET.cart(ION, things, note="Sunați înainte! 📞"))
    yield firm("firm-cui", _billing_cui="RO14399840", _billing_nr_reg_com="J12/123/2001")
    yield firm("firm-av-facturare", av_facturare=_SPECIAL)
    yield firm("firm-smartbill", smartbill_billing_type="pj", smartbill_billing_cif="RO14399840")
    yield firm("firm-eu-vat", _billing_eu_vat_number="RO14399840", _eu_vat_evidence={"location": "RO"})
    yield firm("firm-it", "IT", **_ITALIAN)
    yield firm("firm-pl", "PL", _billing_nip="525-344-57-67", _billing_faktura="1")
    italian = replace(_TURIN, meta={"_billing_cf": "DMCGLI85A41L219X", "_billing_invoice_type": "private"})
    yield Sample("person-it", MARKET.cart(italian, things, currency="EUR", pay=_EUROS))


def _baskets() -> Iterator[Sample]:
    screws = tuple(replace(_SCREW, quantity=Decimal(quantity)) for quantity in (1, 3, 7, 11, 137, 999))
    yield Sample("screws", MARKET.cart(ION, screws, shipping=None))
    yield Sample("by-weight", MARKET.cart(ANA, (replace(_HONEY, quantity=Decimal("1.5")),)))
    yield Sample("number-as-sku", MARKET.cart(ANA, (_CABLE, _LAMP)))
    yield Sample(
        "coupon", MARKET.cart(ION, (_COFFEE, replace(_BOOK, quantity=Decimal(3))), coupon=Decimal(10))
    )
    yield Sample("coupon-of-everything", MARKET.cart(ION, (_SHIRT,), shipping=None, coupon=Decimal(100)))
    yield Sample("fee", MARKET.cart(ANA, (_SHIRT,), fees=(MARKET.fee,)))
    yield Sample(
        "fee-below-zero", MARKET.cart(FIRM, (_LAMP,), fees=(Charge("Reducere", Decimal("-10.00"), STANDARD),))
    )
    yield Sample(
        "untaxed-shipping", MARKET.cart(ANA, (_SHIRT,), shipping=Charge("Curier", Decimal("19.99"), None))
    )
    net = (
        Thing("SRV-1", "Consultanță", Decimal("99.99"), STANDARD, Decimal(3)),
        replace(_BOOK, rate=REDUCED),
    )
    yield Sample("net-catalogue", MARKET.cart(FIRM, net, gross=False))


def _lives() -> Iterator[Sample]:
    cart = MARKET.cart(ANA, (replace(_COFFEE, quantity=Decimal(2)), replace(_BOOK, quantity=Decimal(3))))
    yield Sample("paid", replace(cart, pay=("card", "Card")), lambda m, order: m.pay(order))
    yield Sample("transfer", replace(cart, pay=("bacs", "Transfer bancar")))
    yield Sample("completed", cart, lambda m, order: m.ship(order))
    yield Sample("refunded-pieces", cart, lambda m, order: m.refund_piece(order, 1, 2))
    yield Sample("refunded-money-of-a-line", cart, lambda m, order: m.refund_money(order, "50.00", 0))
    yield Sample("refunded-money", cart, lambda m, order: m.refund_money(order, "10.00"))
    yield Sample("refunded", cart, lambda m, order: (m.ship(order), m.refund(order)))
    yield Sample("cancelled", cart, lambda m, order: m.cancel(order))
    yield Sample("failed", cart, lambda m, order: m.set_status(order, "failed"))
    yield Sample("binned", cart, lambda m, order: m.trash(order))
    yield Sample("custom-status", cart, lambda m, order: m.set_status(order, "in-pregatire"))
    yield Sample("oblio", cart, _oblio)
    yield Sample(
        "smartbill-log", cart, lambda m, order: m.write_meta(order, "smartbill_invoice_log", {"1": "ok"})
    )
    yield Sample("noted", cart, lambda m, order: m.comment(order, "Clientul cere factură pe firmă."))
    yield Sample("city-missing", cart, lambda m, order: m.change_address(order, city=""))
    yield Sample("hidden-fee", cart, _hidden_fee)


def _oblio(merchant: Merchant, order: int) -> None:
    for key, value in (
        ("oblio_invoice_series_name", "ABC"),
        ("oblio_invoice_number", "0012"),
        ("oblio_invoice_link", "https://facturi.example.test/abc-0012"),
    ):
        merchant.write_meta(order, key, value)


def _hidden_fee(merchant: Merchant, order: int) -> None:
    """A plug-in added its fee to the total and tells it nowhere."""
    merchant.shop.order(order)["total"] += Decimal("9.99")
