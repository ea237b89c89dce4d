"""Orders: when they come, what is in them, and what becomes of them in the shop."""

from collections.abc import Iterator, Sequence
from random import Random

from tests.proof.plan import Event

GOODS = 6
"""Of how many things the baskets are."""


def orders(dice: Random, count: int, rush: bool, methods: Sequence[str]) -> Iterator[Event]:
    """rush: all at once, and all for the same."""
    wanted = dice.randrange(GOODS)
    for place in range(count):
        at = 1.0 if rush else round(dice.uniform(0, 600), 1)
        goods = wanted if rush else dice.randrange(GOODS)
        more = dice.randrange(GOODS) if dice.random() < 0.3 else 0
        facts: dict[str, object] = {"goods": goods, "more": more, "method": dice.choice(methods)}
        if dice.random() < 0.15:
            facts["hidden"] = dice.choice((30, 120, 280))
        yield Event(at, "Buyer", "place", place, facts=facts)
        if not rush:
            yield from _later(dice, place, at)


def _later(dice: Random, place: int, at: float) -> Iterator[Event]:
    """Soon, while its document may be on its way, or later."""
    paid = dice.random() < 0.6
    when = at + dice.choice((dice.uniform(0, 5), dice.uniform(0, 300), dice.uniform(0, 7200)))
    if paid:
        yield Event(when, "Merchant", "pay", place)
        when += dice.choice((dice.uniform(0, 5), dice.uniform(0, 300), dice.uniform(0, 7200)))
    fate = dice.random()
    if fate < 0.25 and paid:
        yield Event(when, "Merchant", dice.choice(("refund", "refund some", "refund money")), place)
        if dice.random() < 0.3:
            yield Event(when + dice.uniform(0, 600), "Merchant", "refund", place)
    elif fate < 0.40:
        yield Event(when, "Merchant", dice.choice(("cancel", "cancel", "bin")), place)
    elif fate < 0.50:
        yield Event(when, "Merchant", "ship", place)
    elif fate < 0.58:
        yield Event(when, "Merchant", "edit", place)
    elif fate < 0.66:
        yield Event(when, "Merchant", "hold", place)
        yield Event(when + dice.uniform(1, 1800), "Merchant", "unhold", place)
