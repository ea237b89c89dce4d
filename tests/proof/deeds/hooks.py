"""What comes to the addresses of our web hooks, and what people do about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.proof.deeds.clicks import told
from tests.proof.ground import SHOP, SYSTEM, Ground
from tests.proof.line import Line

from facturier.flows import hooks
from facturier.store.effects import PAY
from facturier.store.models import Effect


@told
def switch_on(ground: Ground, order: int = 0, of: str = SHOP, seen_at: str = "") -> None:
    """By a person, once more perhaps; a remote without web hooks says so. seen_at: under which address Facturier's
    pages are open."""
    line = ground.lines.get(of)
    address = line.address if line else ""
    if seen_at:
        address = seen_at + urlsplit(address).path
    with _switched(line):
        state = hooks.switch_on(ground.env, ground.connection(of), address)
        ground.tell(f"switches hooks on: {state.value}")


@told
def switch_off(ground: Ground, order: int = 0, of: str = SHOP) -> None:
    """What was told and not looked at is forgotten with it."""
    line = ground.lines.get(of)
    if line is None:
        return
    with _switched(line):
        try:
            hooks.switch_off(ground.env, ground.connection(of))
        finally:
            line.told.clear()


@contextmanager
def _switched(line: Line | None) -> Iterator[None]:
    """Or it is said why not; what is there by then, only the remote knows."""
    done = False
    try:
        yield
        done = True
    finally:
        if line is not None:
            line.torn, line.lost_at = not done, None
            line.recount()


def forge(ground: Ground, order: int = 0) -> None:
    """A stranger tells a shop's line of an order, signed with anything."""
    if (line := ground.lines.get(SHOP)) is not None:
        body = f'{{"id": {ground.placed.get(order, "1")}}}'.encode()
        head = {"X-WC-Webhook-Signature": "Zm9yZ2Vk"}
        line.arrives("POST", line.address, head, body, forged=True)


def forge_of_system(ground: Ground, order: int = 0, place: int = 0) -> None:
    """Somebody else tells the system's line of documents, in one of the ways that they know."""
    line = ground.lines[SYSTEM]
    known = ground.vendor.forgeries(line.address)
    made = known[place % len(known)]
    line.arrives("POST", line.address + made.behind, made.headers, made.body, forged=True)


def cut_off(ground: Ground, order: int = 0, of: str = SHOP, over: bool = False) -> None:
    """Facturier's address is not reached from outside for a while."""
    if (line := ground.lines.get(of)) is not None:
        line.down = not over


def remove(ground: Ground, order: int = 0, of: str = SHOP) -> None:
    """Somebody tidies up there, and takes our hooks for nobody's."""
    (ground.front if of == SHOP else ground.vendor).remove_hooks()
    ground.lines[of].lost_at = ground.database.now()


def pay_there(ground: Ground, order: int = 0) -> None:
    """Somebody notes a payment in the system. Not at the very moment at which Facturier notes one: of two that know
    nothing of each other, no system could tell which is the second."""
    if Effect.objects.filter(what=PAY).exclude(state__in=[Effect.State.DONE, Effect.State.DROPPED]).exists():
        return
    try:
        ground.tell(ground.vendor.by_hand["pay"]())
    except ground.vendor.refusal as refusal:
        ground.tell(f"is refused: {refusal}")
