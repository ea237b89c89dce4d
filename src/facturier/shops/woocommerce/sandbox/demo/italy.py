"""Orders of an Italian shop: who wants an invoice and where it shall go, and what may befall an order."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from facturier.shops.woocommerce.sandbox.demo.sample import Sample
from facturier.shops.woocommerce.sandbox.goods import Buyer, Charge, Thing
from facturier.shops.woocommerce.sandbox.markets.italy import (
    ASKED,
    FIRM,
    GIULIA,
    LUIGI,
    MARKET,
    SOLD,
    STANDARD,
)

_MOKA, _BOOK, _SHIRT, _SCREW, _HONEY, _LAMP, _CABLE = SOLD
_PIVA = "IT02555550157"
_BERLIN = Buyer(
    "Erika", "Muster", "Musterweg 4", "Berlin", "", "10115", "DE", email="erika@muster.test", meta=ASKED
)


def samples_of() -> Iterator[Sample]:
    yield from _buyers()
    yield from _baskets()
    yield from _lives()


def _buyers() -> Iterator[Sample]:
    things = (_MOKA, replace(_BOOK, quantity=Decimal(2)))

    def by(key: str, buyer: Buyer, **meta: Any) -> Sample:
        return Sample(key, MARKET.cart(replace(buyer, meta=meta) if meta else buyer, things))

    yield by("firm-sdi", FIRM)
    yield by("firm-pec", FIRM, **ASKED, _billing_piva=_PIVA, _billing_pec="azienda@pec.esempio.test")
    yield by("firm-no-address", FIRM, **ASKED, billing_piva=_PIVA)
    yield by("firm-digit-mistyped", FIRM, **ASKED, _billing_piva="IT00743110158", _billing_sdi="ABCDEF1")
    yield by("person-pec", GIULIA)
    yield by("person-cf", LUIGI)
    yield by("person-cf-mistyped", LUIGI, **ASKED, _billing_cf="VRDLGI75C10F205Z")
    yield by("nothing-asked", LUIGI, _billing_invoice_type="no")
    yield by("person-abroad", _BERLIN)


def _baskets() -> Iterator[Sample]:
    screws = tuple(replace(_SCREW, quantity=Decimal(quantity)) for quantity in (1, 3, 7, 11, 137, 999))
    yield Sample("screws", MARKET.cart(LUIGI, screws, shipping=None))
    yield Sample("three-rates", MARKET.cart(GIULIA, (_MOKA, _BOOK, _HONEY)))
    yield Sample("by-weight", MARKET.cart(GIULIA, (replace(_HONEY, quantity=Decimal("1.5")),)))
    yield Sample("number-as-sku", MARKET.cart(LUIGI, (_CABLE, _LAMP)))
    coupon = (_MOKA, replace(_BOOK, quantity=Decimal(3)))
    yield Sample("coupon", MARKET.cart(GIULIA, coupon, coupon=Decimal(10)))
    yield Sample("coupon-of-everything", MARKET.cart(LUIGI, (_SHIRT,), shipping=None, coupon=Decimal(100)))
    yield Sample("fee", MARKET.cart(LUIGI, (_SHIRT,), fees=(MARKET.fee,)))
    below = (Charge("Sconto fedeltà", Decimal("-10.00"), STANDARD),)
    yield Sample("fee-below-zero", MARKET.cart(FIRM, (_LAMP,), fees=below))
    untaxed = Charge("Corriere", Decimal("6.90"), None)
    yield Sample("untaxed-shipping", MARKET.cart(GIULIA, (_SHIRT,), shipping=untaxed))
    net = (Thing("SRV-1", "Consulenza", Decimal("99.99"), STANDARD, Decimal(3)), _HONEY)
    yield Sample("net-catalogue", MARKET.cart(FIRM, net, gross=False))


def _lives() -> Iterator[Sample]:
    things = (replace(_MOKA, quantity=Decimal(2)), replace(_BOOK, quantity=Decimal(3)))
    cart = MARKET.cart(GIULIA, things)
    paypal = MARKET.cart(FIRM, things, pay=("paypal", "PayPal"))
    yield Sample("paid", paypal, lambda m, order: m.ship(order))
    yield Sample("transfer", MARKET.cart(FIRM, things, pay=("bacs", "Bonifico bancario")))
    yield Sample("completed", cart, lambda m, order: m.ship(order))
    yield Sample("refunded-pieces", cart, lambda m, order: m.refund_piece(order, 1, 2))
    yield Sample("refunded-money-of-a-line", cart, lambda m, order: m.refund_money(order, "15.00", 0))
    yield Sample("refunded-money", cart, lambda m, order: m.refund_money(order, "10.00"))
    yield Sample("refunded", cart, lambda m, order: (m.ship(order), m.refund(order)))
    unasked = MARKET.cart(replace(LUIGI, meta={**LUIGI.meta, "_billing_invoice_type": "no"}), things)
    yield Sample("unasked-completed", unasked, lambda m, order: m.ship(order))
    yield Sample(
        "unasked-refunded-pieces", unasked, lambda m, order: (m.ship(order), m.refund_piece(order, 1, 1))
    )
    yield Sample("cancelled", cart, lambda m, order: m.cancel(order))
    yield Sample("failed", cart, lambda m, order: m.set_status(order, "failed"))
    yield Sample("binned", cart, lambda m, order: m.trash(order))
    yield Sample("city-missing", cart, lambda m, order: m.change_address(order, city=""))
