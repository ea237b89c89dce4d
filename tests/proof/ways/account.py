"""What befalls the account for some hours: the licence runs out, the plan is used up, a series is gone."""

from tests.proof.plan import Event
from tests.proof.systems.staged import Asked
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.misfortunes)


def drawn(scene: Scene) -> Way:
    dice, events = scene.dice, []
    for name in dice.sample(sorted(scene.system.misfortunes), dice.choice((1, 1, 2))):
        begins = dice.uniform(0, scene.last)
        ends = scene.last + dice.uniform(600, 3 * 3600)
        point = scene.system.called if dice.random() < 0.3 else ""
        events += [
            Event(begins, "Dana", "misfortune", point=point, facts={"name": name, "before": ends}),
            Event(begins + 30, dice.choice(("Ana", "Bogdan")), "test connections"),
            Event(ends, "Dana", "misfortune", facts={"name": name, "over": True}),
            Event(ends + 60, "Ana", "enter secret"),
        ]
        events += [Event(ends + 90 + order, "Ana", "hurry", order) for order in range(scene.orders)]
    return Way(events=tuple(events))


def errands(scene: Scene) -> Way:
    """What people ask of the system by name, from the command line."""
    dice = scene.dice
    asked = dice.choices(scene.system.errands, k=dice.choice((4, 8, 12)))
    events = [_asked(scene, scene.later(), one) for one in asked]
    if scene.system.years_later and dice.random() < 0.5:
        at, years = scene.last + 12 * 3600, dice.choice((2, 8, 8))
        events += [
            _asked(scene, at + place, one, years) for place, one in enumerate(scene.system.years_later)
        ]
    if dice.random() < 0.3:
        events.append(Event(scene.later(), "Bogdan", "begin takings"))
    return Way(events=tuple(events))


def _asked(scene: Scene, at: float, asked: Asked, years: int = 0) -> Event:
    who, (name, words) = scene.dice.choice(("Ana", "Bogdan")), asked
    facts = {"name": name, "words": dict(words), **({"years": years} if years else {})}
    return Event(at, who, "errand", scene.any_order(), facts=facts)


def has_errands(scene: Scene) -> bool:
    return bool(scene.system.errands)


WAYS = {
    "misfortunes": Known(fits, drawn),
    "errands": Known(has_errands, errands, often=3),
}
