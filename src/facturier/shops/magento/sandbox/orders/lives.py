"""What happens to orders: shipped, invoiced and refunded in parts, cancelled, edited, invoiced by others."""

from collections.abc import Iterator
from random import Random

from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Fate, Sample, Story
from facturier.shops.magento.sandbox.people import company, person

_OTHER_TOOL = 'Factura ABC 0012 a fost emisa. <a href="https://facturi.example.test/abc-0012">Vezi</a>'


def samples(random: Random) -> Iterator[Sample]:
    def sample(key: str, story: Story, fate: Fate = Fate.READY) -> Sample:
        buyer = company(random) if random.random() < 0.5 else person(random)
        things = (product("CAF-1KG", 2), product("CARTE-01", 3), product("CANA-33"))
        return Sample(key, Basket(buyer, things, rules=Rules(prices_include_tax=True)), fate, story=story)

    yield sample("shipped-in-part", lambda m, order: m.ship(order, {"CAF-1KG": 1}))
    yield sample("shipped-all", lambda m, order: m.ship(order, track="AWB1234567890"))
    yield sample("invoiced-in-part", lambda m, order: m.invoice(order, {"CARTE-01": 2}))
    yield sample("paid", lambda m, order: m.pay(order))
    yield sample("complete", lambda m, order: (m.pay(order), m.ship(order)))
    yield sample(
        "refunded-in-part", lambda m, order: (m.pay(order), m.refund(order, {"CARTE-01": 1}, shipping=0))
    )
    yield sample("refunded-shipping", lambda m, order: (m.pay(order), m.refund(order, {"CANA-33": 1})))
    yield sample(
        "refunded-adjustment",
        lambda m, order: (m.pay(order), m.refund(order, {"CANA-33": 1}, shipping=0, extra=5)),
    )
    yield sample(
        "refunded-all", lambda m, order: (m.pay(order), m.ship(order), m.refund(order)), Fate.WITHDRAWN
    )
    yield sample("cancelled", lambda m, order: m.cancel(order), Fate.WITHDRAWN)
    yield sample("on-hold-in-shop", lambda m, order: m.hold(order), Fate.WAITING)
    yield sample("custom-status", lambda m, order: m.set_status(order, "in_pregatire", "processing"))
    yield sample("invoiced-elsewhere-comment", lambda m, order: m.comment(order, _OTHER_TOOL), Fate.ELSEWHERE)
    yield sample(
        "invoiced-elsewhere-both",
        lambda m, order: (m.pay(order), m.comment(order, _OTHER_TOOL)),
        Fate.ELSEWHERE,
    )
    yield sample("harmless-comment", lambda m, order: m.comment(order, "Clientul cere factură pe firmă."))
    fewer = Basket(person(random), (product("CAF-1KG"),), rules=Rules(prices_include_tax=True))
    yield sample("edited", lambda m, order: m.edit(order, fewer), Fate.WITHDRAWN)
