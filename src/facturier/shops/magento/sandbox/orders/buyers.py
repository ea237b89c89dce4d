"""Who buys, and how they pay."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import STANDARD_RATE, Basket, Carriage, Coupon, Pay
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Fate, Sample
from facturier.shops.magento.sandbox.people import company, cui, person

_COD = Pay("cashondelivery", "Cash On Delivery")
_TRANSFER = Pay("banktransfer", "Bank Transfer Payment")
_GROSS = Rules(prices_include_tax=True)


def samples(random: Random) -> Iterator[Sample]:
    things = (product("CAF-1KG", 2), product("CARTE-01"))
    yield Sample("ro-b2b", Basket(company(random), things))
    yield Sample(
        "ro-b2b-coupon-percent", Basket(company(random), things, coupon=Coupon("vara10", Decimal(10)))
    )
    yield Sample("ro-b2b-without-ro", Basket(company(random, prefix=""), things, rules=_GROSS))
    yield Sample("ro-b2b-prefix-blank", Basket(company(random, prefix="RO "), things, rules=_GROSS))
    yield Sample("ro-person", Basket(person(random), things, rules=_GROSS))
    yield Sample("ro-person-cod-unpaid", Basket(person(random), things, pay=_COD, rules=_GROSS))
    yield Sample(
        "ro-customer-taxvat",
        Basket(
            replace(company(random), vat_id="", taxvat=f"RO{cui(random)}", customer_id=17),
            things,
        ),
    )
    yield Sample("ro-company-no-vat-id", Basket(replace(company(random), vat_id=""), things))
    yield Sample("ro-note", Basket(person(random), things, note="Vă rog sunați înainte de livrare!"))
    yield Sample(
        "ro-purchase-order",
        Basket(company(random), things, pay=Pay("purchaseorder", "Purchase Order", "PO-2026/17")),
    )
    yield Sample("ro-bank-transfer", Basket(company(random), things, pay=_TRANSFER))
    yield Sample("ro-shipping-taxed", Basket(person(random), things, _shipping(STANDARD_RATE), rules=_GROSS))
    yield Sample("ro-shipping-untaxed", Basket(person(random), things, _shipping(Decimal(0)), rules=_GROSS))
    yield Sample("ro-shipping-free", Basket(person(random), things, Carriage(Decimal(0)), rules=_GROSS))
    yield from _unpaid_and_free(random)
    yield from _cod_fee(random)


def _shipping(rate: Decimal) -> Carriage:
    return Carriage(Decimal("19.99"), rate, "courier_standard", "Curier rapid - Standard")


def _unpaid_and_free(random: Random) -> Iterator[Sample]:
    gateway = Pay("card_gateway", "Card online")
    yield Sample(
        "ro-pending-payment",
        Basket(
            person(random),
            (product("PLED-01"),),
            pay=gateway,
            state="pending_payment",
            status="pending_payment",
        ),
        Fate.WAITING,
    )
    yield Sample(
        "ro-payment-review",
        Basket(
            person(random),
            (product("TEL-X1"),),
            pay=gateway,
            state="payment_review",
            status="payment_review",
        ),
        Fate.WAITING,
    )
    yield Sample(
        "ro-free-order",
        Basket(
            person(random),
            (product("CANA-33", price=Decimal(0)),),
            Carriage(Decimal(0)),
            pay=Pay("free", "No Payment Information Required"),
        ),
        Fate.FREE,
    )
    yield Sample(
        "ro-free-by-coupon",
        Basket(
            person(random),
            (product("CANA-33"),),
            Carriage(Decimal(0)),
            Coupon("cadou", Decimal(100)),
            Pay("free", "No Payment Information Required"),
            _GROSS,
        ),
        Fate.FREE,
    )


def _cod_fee(random: Random) -> Iterator[Sample]:
    """A module's fee: in its own extension attributes and in the grand total, nowhere else."""
    net, tax = Decimal("8.26"), Decimal("1.74")
    told = {"msp_cod_amount": net, "msp_cod_tax_amount": tax}
    yield Sample(
        "ro-cod-fee",
        Basket(
            person(random),
            (product("JOC-M"), product("CEAI-V", 2)),
            pay=_COD,
            rules=_GROSS,
            fee=net + tax,
            attributes=told | {f"base_{name}": value for name, value in told.items()},
        ),
    )
