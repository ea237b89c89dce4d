"""What befalls the machine that Facturier runs on."""

from tests.proof.ground import Ground

from facturier.model.message import say


def fill(ground: Ground, order: int = 0, over: bool = False) -> None:
    """Its disk is nearly full: nothing may be sent, for it could not be written down."""
    ground.disk.why = None if over else say("The disk is nearly full.")
