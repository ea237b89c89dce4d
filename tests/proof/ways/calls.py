"""Web hooks of the invoicing system: people switch them on, others lose them; it calls in earnest, strangers not."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways import electronic
from tests.proof.ways.way import Known, Scene, Way

from facturier.ports.registry import SYSTEMS, connector

DAY = 86_400.0
OF = {"of": "system"}
BEHIND = (
    "change by hand",
    "cancel by hand",
    "delete last by hand",
    "issue by hand",
    "pay there",
    "pay there",
)
"""What somebody does in the system that it tells of."""
ADDRESSES = ("https://office.test", "http://localhost:8080")
FORGERIES = 24


def fits(scene: Scene) -> bool:
    return connector(SYSTEMS, scene.system.connector).hooks is not None


def drawn(scene: Scene) -> Way:
    dice = scene.dice
    sends = electronic.fits(scene) and dice.random() < 0.4
    way = electronic.drawn(scene) if sends else Way()
    switches = {name: dice.choice(values) for name, values in scene.system.calling.items()}
    events = [*way.events, *_switched(scene), *_told(scene), *_lost(scene)]
    return Way(settings=way.settings, account=way.account, events=tuple(events), switches=switches)


def _switched(scene: Scene) -> Iterator[Event]:
    """By one or by two; once more, for the first time may have come to nothing; off and on again, now and then."""
    dice = scene.dice
    if dice.random() < 0.2:
        yield Event(0.2, "Dana", "subscribe elsewhere by hand")
        yield Event(scene.last + 20, "Dana", "leave elsewhere by hand")
    if dice.random() < 0.3:
        yield Event(0.5, "Bogdan", "switch hooks on", facts={**OF, "seen_at": dice.choice(ADDRESSES)})
    yield Event(dice.uniform(0, 5), "Ana", "switch hooks on", facts=OF)
    yield Event(scene.last + 60, dice.choice(("Ana", "Bogdan")), "switch hooks on", facts=OF)
    if dice.random() < 0.3:
        at = scene.later()
        yield Event(at, "Bogdan", "switch hooks off", facts=OF)
        if dice.random() < 0.7:
            yield Event(at + dice.uniform(0, 600), "Ana", "switch hooks on", facts=OF)


def _told(scene: Scene) -> Iterator[Event]:
    """Of what somebody does there, and by those who know nothing."""
    dice = scene.dice
    for _ in range(dice.choice((1, 2, 3))):
        yield Event(scene.last + dice.uniform(120, 3 * 3600), "Dana", dice.choice(BEHIND))
    yield Event(scene.last + 4000, "Dana", "pay there")
    for _ in range(dice.choice((0, 1, 3))):
        facts = {"place": dice.randrange(FORGERIES)}
        yield Event(scene.later(), "Network", "forge hook of the system", facts=facts)
    if dice.random() < 0.3:
        begins = dice.choice((0.0, dice.uniform(0, scene.last)))
        yield Event(begins, "Machine", "cut off", facts=OF)
        yield Event(scene.last + dice.uniform(0, 7200), "Machine", "cut off", facts={**OF, "over": True})
        yield Event(scene.last + dice.uniform(60, 7200), "Finder", "reconcile")


def _lost(scene: Scene) -> Iterator[Event]:
    """Somebody removes them there; whether they are on is asked once a day. Most have them switched on again."""
    dice, at = scene.dice, scene.last + 4 * 3600
    if dice.random() < 0.4:
        yield Event(at, "Dana", "remove hooks", facts=OF)
        yield Event(at + DAY + 60, "Finder", "reconcile")
        if dice.random() < 0.6:
            yield Event(at + DAY + 3600, "Ana", "switch hooks on", facts=OF)
            yield Event(at + DAY + 7200, "Dana", "pay there")


WAYS = {
    "web hooks of the system": Known(fits, drawn),
}
