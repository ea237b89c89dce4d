"""What befalls the machine that Facturier runs on."""

from math import inf

from tests.proof.ground import Ground

from facturier.model.message import say


def fill(ground: Ground, order: int = 0, over: bool = False, before: float = inf) -> None:
    """Its disk is nearly full: nothing may be sent, for it could not be written down. before: seconds after the start
    when somebody makes room at last."""
    if ground.clock.monotonic() >= before:
        return
    ground.disk.why = None if over else say("The disk is nearly full.")
