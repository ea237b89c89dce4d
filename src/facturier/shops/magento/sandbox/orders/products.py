"""What is sold: kinds of products, odd prices and quantities, very long orders."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from facturier.shops.magento.sandbox.arithmetic import Rounding, Rules
from facturier.shops.magento.sandbox.basket import Basket, Carriage, Item
from facturier.shops.magento.sandbox.catalogue import PRODUCTS, product
from facturier.shops.magento.sandbox.orders.sample import Sample
from facturier.shops.magento.sandbox.people import company, person

_NET, _GROSS = Rules(), Rules(prices_include_tax=True)


def samples(random: Random) -> Iterator[Sample]:
    for name, rules in (("net", _NET), ("gross", _GROSS)):
        for rounding in Rounding:
            shop = Rules(rules.prices_include_tax, rounding)
            things = (product("GHIVECI-3", 7), product("PIX-ALB", 13), product("FAINA-1", 3))
            yield Sample(f"{name}-rounded-by-{rounding}", Basket(company(random), things, rules=shop))
    yield Sample(
        "tiny-prices",
        Basket(
            company(random),
            tuple(
                Item(f"MIC-{price}", f"Piesă mică {price}", Decimal(price) / 100, Decimal(price))
                for price in range(1, 6)
            ),
            Carriage(Decimal(0)),
        ),
    )
    yield Sample(
        "many-lines",
        Basket(
            company(random),
            tuple(product(PRODUCTS[place % len(PRODUCTS)].sku, 1 + place % 3) for place in range(64)),
            rules=Rules(prices_include_tax=True, rounding=Rounding.TOTAL),
        ),
    )
    yield Sample(
        "custom-price", Basket(company(random), (product("SCAUN-E", 2, custom_price=Decimal("999.50")),))
    )
    yield Sample(
        "decimal-quantity",
        Basket(person(random), (product("MIERE-500", "0.755"), product("FAINA-1", "2.5")), rules=_GROSS),
    )
    yield Sample("virtual-only", Basket(person(random), (_download(),), None, rules=_GROSS))
    yield Sample("virtual-and-goods", Basket(person(random), (_download(), product("JOC-M")), rules=_GROSS))
    yield Sample("zero-rated", Basket(company(random), (product("CARTE-01", 2, rate=Decimal(0)),)))
    yield Sample(
        "free-line", Basket(person(random), (product("JOC-M"), product("PIX-ALB", price=Decimal(0))))
    )
    yield from _composed(random)


def _download() -> Item:
    return Item(
        "CURS-PDF", "Curs în format PDF", Decimal("99.00"), product_type="downloadable", product_id=50
    )


def _composed(random: Random) -> Iterator[Sample]:
    variant = Item("TRI-M", "Tricou bumbac-M", Decimal(0), product_id=3)
    shirt = Item(
        "TRI-M",
        "Tricou bumbac",
        Decimal("59.00"),
        Decimal(2),
        product_type="configurable",
        children=(variant,),
        product_id=60,
    )
    yield Sample("configurable", Basket(person(random), (shirt,), rules=_GROSS))
    parts = (
        Item("CANA-33", "Cană ceramică 330 ml", Decimal("27.49"), Decimal(2), product_id=5),
        Item("CEAI-V", "Ceai verde 100 g", Decimal("22.15"), rate=Decimal(11), product_id=18),
    )
    fixed = Item(
        "SET-FIX",
        "Set de ceai, preț fix",
        Decimal("69.90"),
        product_type="bundle",
        children=parts,
        product_id=61,
    )
    yield Sample("bundle-fixed", Basket(person(random), (fixed,), rules=_GROSS))
    dynamic = Item(
        "SET-DIN",
        "Set de ceai la alegere",
        Decimal(0),
        Decimal(2),
        product_type="bundle",
        children=parts,
        children_carry=True,
        product_id=62,
    )
    yield Sample("bundle-dynamic", Basket(person(random), (dynamic,), rules=_GROSS))

    def no_sum(order: dict[str, object]) -> None:
        """Some versions leave the head of a dynamic bundle without money."""
        head = next(row for row in order["items"] if row["product_type"] == "bundle")  # type: ignore[attr-defined]
        head.update(
            {field: 0 for field in head if field.endswith(("price", "incl_tax", "total", "tax_amount"))}
        )

    yield Sample("bundle-dynamic-bare", Basket(person(random), (dynamic,), rules=_GROSS), spoil=no_sum)
