"""Buyers with names that no form foresaw; a person completes what the shop left out, before it is issued."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.settings import Selection

LONG = "Societatea Cooperativă de Producție și Desfacere a Meșteșugarilor din Țara Bârsei și Împrejurimi " * 2
WORDS = (
    ("buyer.name", LONG.strip()),
    ("buyer.name", "Škoda Łukasz-Żółć & 株式会社 Müller\u202e\u0007 \U00013000"),
    ("buyer.contact", "Ana de la recepție"),
    ("buyer.email", "ana@exemplu.test"),
    ("buyer.address.extra", "Bl. 3, sc. B, et. 4, ap. 17, interfon 17C"),
    ("buyer.address.street", "Strada" + "foartelungă" * 12),
    ("buyer.phone", "+40 722 000 000"),
    ("buyer.language", "pl"),
    ("ship_to.street", "Depozit Nord, hala 4"),
    ("ship_to.city", "Otopeni"),
    ("ship_to.country", "RO"),
    ("buyer.address.country", "IT"),
    ("lines.{line}.name", LONG * 3),
    ("lines.{line}.description", "Din lână merinos,\r\ncusută de mână"),
    ("lines.{line}.unit", "per."),
    ("payment.title", "Ramburs la curier"),
)
"""Field and value, as a person enters them on the page of an order."""


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """They wait for their payment meanwhile."""
    dice, at = scene.dice, scene.last
    events = [Event(at + 30, "Finder", "look")]
    for order in range(scene.orders):
        for field, value in dice.sample(WORDS, dice.choice((1, 3, 5))):
            facts = {"field": field, "value": value}
            events.append(
                Event(at + 60 + order, dice.choice(("Ana", "Bogdan")), "correct", order, facts=facts)
            )
        events.append(Event(at + 600, "Merchant", "pay", order))
    events.append(Event(at + 660, "Finder", "look"))
    return Way(settings={"selection": Selection(only_paid=True, unpaid_methods=())}, events=tuple(events))


WAYS = {
    "odd names": Known(
        fits,
        drawn,
        never_with=(
            "closed periods",
            "invoiced before",
        ),
    ),
}
