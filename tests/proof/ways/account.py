"""What befalls the account for some hours: the licence runs out, the plan is used up, a series is gone."""

from tests.proof.plan import Event
from tests.proof.ways.way import Scene, Way


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
    chosen = [dice.choice(scene.system.errands) for _ in range(dice.choice((4, 6, 8)))]
    return Way(
        events=tuple(
            Event(
                scene.later(),
                dice.choice(("Ana", "Bogdan")),
                "errand",
                facts={"name": name, "words": dict(words)},
            )
            for name, words in chosen
        )
    )


def has_errands(scene: Scene) -> bool:
    return bool(scene.system.errands)
