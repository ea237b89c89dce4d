"""Prices in another currency than the company's, and the rates that banks publish once a day."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import RateDay, RateSource

FOREIGN = {"RON": "EUR"}
"""By the company's currency: the other that its shop sells in."""


def fits(scene: Scene) -> bool:
    return scene.system.company.currency in FOREIGN and scene.shop.sells_in


def drawn(scene: Scene) -> Way:
    dice = scene.dice
    foreign = FOREIGN[scene.system.company.currency]
    sources = (RateSource.CENTRAL, RateSource.CENTRAL, RateSource.ORDER, RateSource.SYSTEM, RateSource.ECB)
    settings = {"rate_source": dice.choice(sources), "rate_day": dice.choice(list(RateDay))}
    moments = [dice.uniform(0, 60), scene.last + dice.uniform(0, 3600), scene.last + 26 * 3600.0]
    return Way(
        settings=settings,
        placed={order: {"currency": foreign} for order in range(scene.orders) if dice.random() < 0.8},
        events=tuple(Event(at, "Finder", "fetch rates") for at in moments),
    )


WAYS = {
    "another currency": Known(fits, drawn),
}
