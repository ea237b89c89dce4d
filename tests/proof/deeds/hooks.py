"""What comes to the address of our web hooks."""

from tests.proof.ground import Ground
from tests.proof.line import ADDRESS


def forge(ground: Ground, order: int = 0) -> None:
    """A stranger tells of an order, signed with anything."""
    if ground.line is not None:
        ground.line.forged += 1
        body = f'{{"id": {ground.placed.get(order, "1")}}}'.encode()
        ground.line.post(ADDRESS, {"X-WC-Webhook-Signature": "Zm9yZ2Vk"}, body)
