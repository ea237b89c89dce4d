"""Buyers in other countries and orders in another currency."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import Basket, Coupon, Item, Money
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Sample
from facturier.shops.magento.sandbox.people import Buyer, Place, company, nip, partita_iva

_GROSS = Rules(prices_include_tax=True)
_EURO = Money("RON", "EUR", Decimal("0.1987"))
_TURIN = Place(("Via Roma 10",), "Torino", "10121", "IT", "Torino", "TO", 928)
_WARSAW = Place(("ul. Przykładowa 7/3",), "Warszawa", "00-001", "PL", "mazowieckie", "PL-14", 0)
_BERLIN = Place(("Musterstraße 5",), "Berlin", "10115", "DE", "Berlin", "BER", 82)


def samples(random: Random) -> Iterator[Sample]:
    giulia = Buyer("Giulia", "D'Amico", "giulia@example.test", "+390110000000", _TURIN)
    firm = replace(giulia, company="Esempio Srl", vat_id=f"IT{partita_iva(random)}")
    polish = Buyer("Łukasz", "Żółć", "lukasz@example.test", "+48500000000", _WARSAW)
    german = Buyer("Jürgen", "Groß", "juergen@example.test", "+49300000000", _BERLIN)

    def sold(rate: int) -> tuple[Item, ...]:
        return product("CAF-1KG", rate=Decimal(rate)), product("JOC-M", 2, rate=Decimal(rate))

    yield Sample(
        "it-person-codice-fiscale", Basket(replace(giulia, vat_id="DMCGLI85A41L219F"), sold(22), rules=_GROSS)
    )
    yield Sample("it-company", Basket(firm, sold(22)))
    yield Sample("it-company-reverse-charge", Basket(firm, sold(0)))
    yield Sample(
        "pl-company-nip",
        Basket(replace(polish, company="Przykład Sp. z o.o.", vat_id=nip(random)), sold(23)),
    )
    yield Sample("de-person", Basket(german, sold(19), rules=_GROSS))
    yield Sample("eur-order", Basket(german, sold(19), rules=_GROSS, money=_EURO))
    yield Sample(
        "eur-order-coupon",
        Basket(company(random), sold(21), coupon=Coupon("vara10", Decimal(10)), rules=_GROSS, money=_EURO),
    )
    yield Sample("eur-order-net", Basket(company(random), sold(21), money=_EURO))
