"""What else a route may say, and what else may be in a basket: firms, foreigners, coupons, stock, texts, dates."""

from typing import Any

from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import DateBasis, Identity, UnitSource

SETTINGS: dict[str, tuple[Any, ...]] = {
    "separate_discounts": (True,),
    "save_client": (True,),
    "save_products": (True,),
    "use_stock": (True,),
    "identity": (Identity.TITLE,),
    "unit_source": (UnitSource.SHOP, UnitSource.SYSTEM),
    "mentions": ("Comanda %(order)s",),
    "observations": ("Din %(shop)s",),
    "due_days": (0, 15),
    "issue_date": (DateBasis.ORDERED, DateBasis.PAID),
    "vat_on_collection": (True,),
    "allow_rounding_line": (True,),
    "language": ("en", "it"),
    "prepare_only": (True,),
}
"""What a person may choose beside the defaults; the system's own lists (series, warehouses) are the vendor's."""


def drawn(scene: Scene) -> Way:
    dice, placed = scene.dice, {}
    for order in range(scene.orders):
        wanted = {"who": dice.choice(("", "firm", "firm", "abroad")), "coupon": dice.choice((0, 0, 10))}
        placed[order] = {name: value for name, value in wanted.items() if value}
    chosen = dice.sample(sorted(SETTINGS), dice.choice((1, 2, 4)))
    settings = {name: dice.choice(SETTINGS[name]) for name in chosen}
    if "prepare_only" in settings and dice.random() < 0.7:
        del settings["prepare_only"]
    if "use_stock" in settings and dice.random() < 0.8:
        settings |= scene.system.stocked or {}
    account = {
        name: dice.choice(values) for name, values in scene.system.choices.items() if dice.random() < 0.5
    }
    return Way(settings=settings, placed=placed, account=account)


def fits(scene: Scene) -> bool:
    return True


WAYS = {
    "small print": Known(fits, drawn),
}
