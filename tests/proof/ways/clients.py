"""Buyers who are kept as clients in the system: the same ones come again, and each is kept once."""

from tests.proof.plan import Event, Fault
from tests.proof.ways.way import Known, Scene, Way

TROUBLES = ("lost_answer", "lost_request", "html_body", "error_after")


def fits(scene: Scene) -> bool:
    return bool(scene.system.saves)


def drawn(scene: Scene) -> Way:
    """The answer to a client who was saved gets lost on the way, too."""
    dice, who = scene.dice, scene.dice.choice(("firm", "firm", "", "abroad"))
    placed = {order: {"who": who} for order in range(scene.orders) if who}
    again = [Event(scene.last + dice.uniform(60, 3600), "Ana", "reissue", scene.any_order())]
    faults = [
        Fault(0, scene.last + 3600, scene.system.host, dice.choice(TROUBLES), scene.system.saves, 1.0, 1)
        for _ in range(dice.choice((0, 1, 2)))
    ]
    return Way(
        settings={"save_client": True}, placed=placed, events=again[: dice.choice((0, 1))], faults=faults
    )


WAYS = {
    "saved clients": Known(fits, drawn),
}
