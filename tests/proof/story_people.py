"""People: colleagues who click, and those who use the system itself."""

from collections.abc import Iterator, Sequence
from random import Random

from tests.proof.plan import Event
from tests.proof.systems import SEEN, SYSTEMS, StagedSystem

PAGES = ("read pages", "test connections", "pause", "correct", "save route", "take over", "credit part")
CLICKS = ("hurry", "send by hand", "cancel document", "credit", "reissue", "close order", "withdraw")


def people(dice: Random, count: int, last: float, system: str) -> Iterator[Event]:
    vendor = SYSTEMS[system]
    moments = (*SEEN, vendor.called)
    if dice.random() < 0.5:
        yield from _clicks(dice, count, last)
    if dice.random() < 0.25:
        yield from _pages(dice, count, last)
    yield from _decisions(dice, count, last)
    if vendor.deeds and dice.random() < 0.35:
        yield from _by_hand(dice, last, vendor)
    if vendor.renews and dice.random() < 0.08:
        yield from _renewal(dice, last, moments)
    if dice.random() < 0.1:
        yield Event(dice.uniform(0, last + 60), "Network", "forge hook", dice.randrange(count))
    if dice.random() < 0.15:
        yield Event(
            dice.uniform(0, last), "Clock", "jump", facts={"seconds": dice.choice((-120, -5, 5, 120))}
        )
    if dice.random() < 0.15:
        facts = {"seconds": dice.choice((200, 1500, 2700))}
        yield Event(dice.uniform(0, last), "Somebody", "stop", point=dice.choice(moments), facts=facts)
    if dice.random() < 0.4:
        yield Event(dice.uniform(0, last + 7200), "Finder", "reconcile")
    if "delete last" in vendor.deeds and dice.random() < 0.05:
        yield from _replaced(dice, count, last)


def _clicks(dice: Random, count: int, last: float) -> Iterator[Event]:
    for _ in range(dice.choice((1, 1, 2, 3))):
        at = dice.choice((dice.uniform(0, last + 30), last + dice.uniform(0, 3 * 3600)))
        deed, order = dice.choice(CLICKS), dice.randrange(count)
        yield Event(at, "Ana", deed, order)
        if dice.random() < 0.3:
            yield Event(
                at + dice.choice((0.0, 0.5)), "Bogdan", dice.choice((deed, dice.choice(CLICKS))), order
            )


def _replaced(dice: Random, count: int, last: float) -> Iterator[Event]:
    """Somebody deletes our newest document and issues another under its number; then the first is undone here."""
    at = last + dice.uniform(600, 7200)
    yield Event(at, "Dana", "delete last by hand")
    yield Event(at + dice.uniform(1, 60), "Dana", "issue by hand")
    if dice.random() < 0.7:
        undoes = dice.choice(("credit", "cancel document", "credit part", "reissue"))
        soon, later = dice.uniform(0, 300), dice.uniform(300, 7200)
        yield Event(at + dice.choice((soon, later, later)), "Ana", undoes, dice.randrange(count))


def _pages(dice: Random, count: int, last: float) -> Iterator[Event]:
    for _ in range(dice.choice((1, 2, 3))):
        at = dice.choice((dice.uniform(0, last + 30), last + dice.uniform(0, 3 * 3600)))
        facts = {"minutes": dice.choice((1, 30))} if (deed := dice.choice(PAGES)) == "pause" else {}
        yield Event(at, dice.choice(("Ana", "Bogdan")), deed, dice.randrange(count), facts=facts)


def _renewal(dice: Random, last: float, moments: Sequence[str]) -> Iterator[Event]:
    """Somebody renews the account's secret, and some time later it is entered here, by two at once perhaps."""
    at, within = dice.uniform(0, last), dice.random() < 0.5
    point = dice.choice(moments) if within else ""
    entered = last + dice.uniform(60, 3600)
    yield Event(at, "Dana", "renew secret", point=point, facts={"before": entered})
    yield Event(entered, "Ana", "enter secret")
    if dice.random() < 0.3:
        yield Event(entered + dice.choice((0.0, 0.5)), "Bogdan", "enter secret")


def _decisions(dice: Random, count: int, last: float) -> Iterator[Event]:
    """Long after, somebody looks at what is held, and decides it by what stands in the system."""
    at = last + 4 * 3600 + dice.uniform(0, 600)
    if dice.random() < 0.7:
        for order in range(count):
            yield Event(at + order, "Ana", "settle by hand", order)


def _by_hand(dice: Random, last: float, vendor: type[StagedSystem]) -> Iterator[Event]:
    if dice.random() < 0.15:
        yield Event(dice.uniform(0, last), "Dana", "change by hand", point="answer read")
    for _ in range(dice.choice((1, 1, 2))):
        at, deed = dice.uniform(0, last + 600), f"{dice.choice(vendor.deeds)} by hand"
        if dice.random() < 0.6:
            yield Event(dice.uniform(0, last), "Dana", deed, point=dice.choice((*SEEN, vendor.called)))
        else:
            yield Event(at, "Dana", deed)
