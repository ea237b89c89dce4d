"""Goods that leave the stock in the system, by their codes; now and then somebody there gets the codes wrong."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

WRONGS = ("lose a product", "double a product", "sell a product out")


def fits(scene: Scene) -> bool:
    return scene.system.stocked is not None


def drawn(scene: Scene) -> Way:
    """Whatever went wrong is put right some time later, and what was held is asked for again."""
    dice, last = scene.dice, scene.last
    events = []
    if dice.random() < 0.6:
        begins, ends = dice.uniform(0, last / 2), last + dice.uniform(60, 7200)
        events.append(Event(begins, "Dana", f"{dice.choice(WRONGS)} by hand"))
        events.append(Event(ends, "Dana", "tidy products by hand"))
        events += [Event(ends + 30 + order, "Ana", "hurry", order) for order in range(scene.orders)]
    settings = {**(scene.system.stocked or {}), "use_stock": True, "separate_discounts": dice.random() < 0.5}
    placed = {order: {"coupon": 10} for order in range(scene.orders) if dice.random() < 0.4}
    return Way(settings=settings, account=dict(scene.system.stocking), events=tuple(events), placed=placed)


WAYS = {
    "goods in stock": Known(fits, drawn),
}
