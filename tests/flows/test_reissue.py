"""Issue again: what is undone for it is issued anew, or a person is told why not. No such wish waits for ever."""

from tests.support.world import World, order

from facturier.flows.ask import ask
from facturier.store.models import Alarm, Document, Order, Standing, State, Wish


def issued(world: World, **parts: object) -> Document:
    world.hear(order("1001", **parts))
    world.run()
    document = Document.objects.get()
    assert document.state == State.VERIFIED
    return document


def reissue(world: World, document: Document) -> Wish:
    """Asked for, and not granted yet."""
    return ask(world.env, document, Wish.What.REISSUE, "Ana")


def became(world: World, wish: Wish) -> tuple[str, str]:
    """What the wish has come to, and why."""
    world.run()
    wish.refresh_from_db()
    return wish.state, str(wish.reason or "")


def standing(world: World) -> list[str]:
    """What stands in the account, proformas too."""
    return [f"{one.series} {one.number}" for one in world.sandbox.ledger.entries() if one.stands]


def alarms() -> list[str]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def test_what_cannot_be_cancelled_first_stays_as_it_is(world: World) -> None:
    """The cancel alone was tried again a moment later, and granted."""
    document = issued(world)
    world.sandbox.refuse("Eroare temporara.", status=400, match="PUT .*/cancel")
    wish = reissue(world, document)
    state, why = became(world, wish)
    assert (state, alarms()) == (Wish.State.HELD, ["WISH"])
    assert why.startswith("SmartBill said no.")
    assert standing(world) == ["FCT 0001"]
    assert Order.objects.get().standing == Standing.VERIFIED
    assert became(world, reissue(world, document))[0] == Wish.State.DONE
    assert standing(world) == ["FCT 0002"]
