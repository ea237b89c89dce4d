"""Orders from which no document may be made before a person has looked."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import Basket, Money
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Fate, Sample, Spoil
from facturier.shops.magento.sandbox.people import PLACES, Buyer, company, cui, person


def samples(random: Random) -> Iterator[Sample]:
    def sample(key: str, spoil: Spoil | None = None, buyer: Buyer | None = None) -> Sample:
        things = (product("LAMPA-B"), product("CABLU-2M", 2))
        cart = Basket(buyer or company(random), things, rules=Rules(prices_include_tax=True))
        return Sample(key, cart, Fate.HELD, spoil)

    nowhere = replace(PLACES[0], region="Transilvania de Nord", region_code="", region_id=0)
    yield sample("held-unknown-county", buyer=company(random, nowhere))
    yield sample("held-missing-city", buyer=company(random, replace(PLACES[0], city="")))
    yield sample("held-missing-street", buyer=company(random, replace(PLACES[0], street=())))
    yield sample("held-invalid-cui", buyer=replace(company(random), vat_id=f"RO{_wrong(cui(random))}"))
    yield sample("held-nameless-buyer", buyer=replace(person(random), firstname="", lastname=""))
    yield sample("held-hidden-fee", _add_to_total)
    yield sample("held-total-below-lines", lambda order: order.update(grand_total=Decimal("1.01")))
    yield sample("held-empty-name", lambda order: order["items"][0].update(name=""))
    yield sample("held-wrong-type", lambda order: order.update(grand_total="două sute"))
    yield sample("held-items-no-list", lambda order: order.update(items={}))
    old = (product("LAMPA-B", rate=Decimal(19)),)
    yield Sample("held-old-rate", Basket(company(random), old), Fate.HELD)
    odd = (product("LAMPA-B", rate=Decimal("17.5")),)
    yield Sample("held-odd-rate", Basket(company(random), odd), Fate.HELD)
    forints = Basket(company(random), (product("LAMPA-B"),), money=Money("RON", "HUF", Decimal("79.14")))
    yield Sample("held-currency-without-rate", forints, Fate.HELD, _forget_rate)


def _wrong(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _add_to_total(order: Json) -> None:
    """A module added its fee to the total and tells it nowhere."""
    for field in ("grand_total", "base_grand_total", "total_due", "base_total_due"):
        order[field] += Decimal("9.99")


def _forget_rate(order: Json) -> None:
    del order["base_to_order_rate"]
