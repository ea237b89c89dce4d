"""Coupons of every kind, in both catalogue modes; gift cards and store credit."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from facturier.shops.magento.sandbox.arithmetic import Rounding, Rules
from facturier.shops.magento.sandbox.basket import STANDARD_RATE, Basket, Carriage, Coupon
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Sample
from facturier.shops.magento.sandbox.people import company, person

_GROSS = Rules(prices_include_tax=True)
_PERCENT, _FIXED = Coupon("vara10", Decimal(10)), Coupon("bonus50", fixed=Decimal(50))


def samples(random: Random) -> Iterator[Sample]:
    things = (product("CAF-1KG"), product("CARTE-01", 3), product("CANA-33", 2))
    for name, rules in (
        ("net", Rules()),
        ("net-compensated", Rules(discount_includes_tax=True)),
        ("gross", _GROSS),
    ):
        for kind, coupon in (("percent", _PERCENT), ("fixed", _FIXED)):
            yield Sample(
                f"{name}-coupon-{kind}",
                Basket(person(random), things, coupon=coupon, rules=rules),
            )
    yield Sample(
        "gross-coupon-row-reduced",
        Basket(person(random), things, coupon=_PERCENT, rules=_GROSS, row_after_discount=True),
    )
    yield Sample(
        "gross-coupon-total-rounding",
        Basket(
            company(random),
            things,
            coupon=Coupon("treime", Decimal(33)),
            rules=Rules(prices_include_tax=True, rounding=Rounding.TOTAL),
        ),
    )
    yield Sample(
        "shipping-discounted",
        Basket(
            person(random),
            things,
            Carriage(Decimal(25), STANDARD_RATE, discount=Decimal(10)),
            _PERCENT,
            rules=_GROSS,
        ),
    )
    yield from _credits(random)


def _credits(random: Random) -> Iterator[Sample]:
    """Adobe Commerce's other ways of paying less: told in extension attributes, taken off the total."""
    things = (product("PLED-01"),)
    for key, field in (
        ("gift-card", "gift_cards_amount"),
        ("store-credit", "customer_balance_amount"),
        ("reward-points", "reward_currency_amount"),
    ):
        value = Decimal(40)
        attributes: dict[str, object] = {field: value, f"base_{field}": value}
        if key == "gift-card":
            attributes["gift_cards"] = [
                {"id": 1, "code": "CADOU-0001", "amount": value, "base_amount": value}
            ]
        yield Sample(key, Basket(person(random), things, rules=_GROSS, credit=value, attributes=attributes))
