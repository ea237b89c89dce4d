"""Access that a person grants on the vendor's own page; it ends after a day, and may be taken away."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.consents)


def drawn(scene: Scene) -> Way:
    """Whoever renews does it at once with others; a renewal whose answer is lost is worth nothing any more."""
    dice = scene.dice
    events = [
        Event(0.5, "Ana", "consent"),
        Event(scene.last + dice.uniform(80_000, 90_000), "Finder", "reconcile"),
    ]
    if dice.random() < 0.5:
        events += [
            Event(scene.later(), "Dana", "revoke access by hand"),
            Event(scene.last + 9_000, "Ana", "consent"),
        ]
    if dice.random() < 0.5:
        events.append(Event(scene.later(30), "Bogdan", "consent"))
    return Way(account=dict(scene.system.consents), events=tuple(events))


WAYS = {
    "consent": Known(fits, drawn),
}
