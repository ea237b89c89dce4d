"""The shop's products, and carts filled from them by chance."""

from decimal import Decimal
from random import Random
from typing import Any

from msgspec.structs import replace

from facturier.shops.magento.sandbox.amounts import ZERO, Json, cents, plain
from facturier.shops.magento.sandbox.arithmetic import Rounding, Rules
from facturier.shops.magento.sandbox.basket import (
    STANDARD_RATE,
    Basket,
    Carriage,
    Coupon,
    Item,
    Money,
    Pay,
)
from facturier.shops.magento.sandbox.people import company, person
from facturier.shops.magento.sandbox.stock import DEFAULT_SOURCE, Stock

REDUCED_RATE = Decimal(11)
_SOLD = (
    ("CAF-1KG", "Cafea boabe 1 kg „Selecție”", "119.90", STANDARD_RATE),
    ("CARTE-01", "Carte: Amintiri din copilărie", "34.99", REDUCED_RATE),
    ("TRI-M", "Tricou bumbac, mărimea M", "59.00", STANDARD_RATE),
    ("TRI-L", "Tricou bumbac, mărimea L", "59.00", STANDARD_RATE),
    ("CANA-33", "Cană ceramică 330 ml", "27.49", STANDARD_RATE),
    ("MIERE-500", "Miere de salcâm 500 g", "38.50", REDUCED_RATE),
    ("LAMPA-B", "Lampă de birou, albă", "184.03", STANDARD_RATE),
    ("CABLU-2M", "Cablu USB-C 2 m", "19.99", STANDARD_RATE),
    ("SAC-A4", "Hârtie A4, 500 coli", "24.37", STANDARD_RATE),
    ("PIX-ALB", "Pix albastru", "1.65", STANDARD_RATE),
    ("SURUB-4", "Șurub M4 x 20", "0.04", STANDARD_RATE),
    ("VIN-ROSU", "Vin roșu Fetească 0,75 l", "46.22", STANDARD_RATE),
    ("FAINA-1", "Făină integrală 1 kg", "7.81", REDUCED_RATE),
    ("SCAUN-E", "Scaun ergonomic", "1249.00", STANDARD_RATE),
    ("TEL-X1", "Telefon X1 128 GB", "2899.99", STANDARD_RATE),
    ("HUSA-X1", "Husă silicon X1", "49.33", STANDARD_RATE),
    ("PLED-01", "Pled lână 140 x 200", "213.77", STANDARD_RATE),
    ("CEAI-V", "Ceai verde 100 g", "22.15", REDUCED_RATE),
    ("JOC-M", "Joc de masă pentru familie", "129.00", STANDARD_RATE),
    ("GHIVECI-3", "Ghiveci ceramic nr. 3", "33.33", STANDARD_RATE),
)
PRODUCTS = tuple(
    Item(sku, name, Decimal(price), rate=rate, product_id=place)
    for place, (sku, name, price, rate) in enumerate(_SOLD, 1)
)
_BY_SKU = {product.sku: product for product in PRODUCTS}
_COURIER = "Curier rapid - Livrare la adresă"
_PAYS = (
    Pay(),
    Pay("cashondelivery", "Cash On Delivery"),
    Pay("banktransfer", "Bank Transfer Payment"),
    Pay("card_gateway", "Card online"),
)
_EURO = Money("RON", "EUR", Decimal("0.1987"))


def product(sku: str, quantity: int | str = 1, **other: Any) -> Item:
    """A product of the catalogue, so many pieces of it, with anything else of an `Item` changed."""
    return replace(_BY_SKU[sku], quantity=Decimal(quantity), **other)


def fill(stock: Stock) -> None:
    """Put every product on the shelf."""
    for item in PRODUCTS:
        stock.products[item.sku] = _product_document(item)
        stock.set_level(item.sku, DEFAULT_SOURCE, 10 + item.product_id * 3, 1)


def _product_document(item: Item) -> Json:
    return {
        "id": item.product_id,
        "sku": item.sku,
        "name": item.name,
        "attribute_set_id": 4,
        "price": plain(item.price),
        "status": 1,
        "visibility": 4,
        "type_id": item.product_type,
        "weight": 1,
    }


def random_rules(random: Random) -> Rules:
    return Rules(
        prices_include_tax=random.random() < 0.75,
        rounding=random.choice(list(Rounding)),
        discount_includes_tax=random.random() < 0.5,
    )


def random_basket(random: Random, rules: Rules | None = None) -> Basket:
    """A cart as people fill them: mostly a few things, sometimes a coupon, now and then in euros."""
    rules = rules or random_rules(random)
    some = random.choices((1, 2, 3, 5, 9, 30), (35, 25, 18, 12, 8, 2))[0]
    items = tuple(_random_item(random) for _ in range(some))
    method = _PAYS[random.randrange(len(_PAYS))]
    return Basket(
        buyer=company(random) if random.random() < 0.3 else person(random),
        items=items,
        carriage=Carriage(
            random.choice((ZERO, Decimal(15), Decimal("19.99"), Decimal(25))),
            random.choice((ZERO, STANDARD_RATE)),
            description=_COURIER,
        ),
        coupon=_random_coupon(random),
        pay=method,
        rules=rules,
        money=_EURO if random.random() < 0.05 else Money(),
        row_after_discount=random.random() < 0.5,
    )


def _random_item(random: Random) -> Item:
    item = random.choice(PRODUCTS)
    price = item.price if random.random() < 0.7 else cents(item.price * random.randrange(70, 131) / 100)
    return Item(
        sku=item.sku,
        name=item.name,
        price=price,
        quantity=Decimal(random.choices((1, 2, 3, 7), (60, 20, 15, 5))[0]),
        rate=item.rate,
        product_id=item.product_id,
    )


def _random_coupon(random: Random) -> Coupon | None:
    chance = random.random()
    if chance < 0.2:
        return Coupon("vara10", percent=Decimal(random.choice((5, 10, 15, 33))))
    if chance < 0.3:
        return Coupon("bonus", fixed=Decimal(random.choice((5, 20, 50))))
    return None
