"""What comes to the address of our web hooks."""

from tests.proof.deeds.clicks import told
from tests.proof.ground import Ground
from tests.proof.line import ADDRESS

from facturier.flows.env import connector_of
from facturier.flows.hooks import switch_on as switched_on


@told
def switch_on(ground: Ground, order: int = 0) -> None:
    """Once more, by a person; a shop without web hooks says so. Where it never was, nobody can hear the shop."""
    if ground.line is None and connector_of(ground.shop).hooks is not None:
        return
    try:
        switched_on(ground.env, ground.shop, ADDRESS)
    finally:
        if ground.line is not None:
            ground.line.recount()


def forge(ground: Ground, order: int = 0) -> None:
    """A stranger tells of an order, signed with anything."""
    if ground.line is not None:
        ground.line.forged += 1
        body = f'{{"id": {ground.placed.get(order, "1")}}}'.encode()
        ground.line.post(ADDRESS, {"X-WC-Webhook-Signature": "Zm9yZ2Vk"}, body)
