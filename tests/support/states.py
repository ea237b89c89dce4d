"""A working day in the small world: one order or more for everything that an order can come to.

Pages are tested and photographed over it. Every state is reached as in life, by what shop and system do.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import msgspec
from tests.support.world import PERSON, World, line, order

from facturier.flows import ask, person
from facturier.model.message import say
from facturier.model.order import OrderState
from facturier.model.party import Address
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import accounts, journal
from facturier.store.models import Document, Order, Wish

CREATE = r"POST /SBORO/api/invoice/v2"
NAMES = (
    "Ana Exemplu",
    "Ioan Ștefănescu-Băcăoanu",
    "Librăria Două Pisici SRL",
    "Maria Țurcanu",
    "Cabinet de Arhitectură Nemțoi și Asociații",
    "Radu Ionescu",
)
GOODS = (
    ("Cană de lut smălțuită, 350 ml", "86.50"),
    ("Set șase farfurii", "349.00"),
    ("Vază înaltă", "129.90"),
    ("Tavă din lemn de nuc", "215.00"),
)
LONG_AGO = timedelta(days=3)


@dataclass
class Day:
    """Tells the world of orders with names and prices that look like a shop's."""

    world: World
    told: int = 0

    def hear(self, **parts: object) -> str:
        """One order more; returns its number."""
        self.told += 1
        number = f"{100_000_120 + self.told}"
        name, gross = GOODS[self.told % len(GOODS)]
        buyer = msgspec.structs.replace(PERSON, name=NAMES[self.told % len(NAMES)])
        placed = self.world.clock.now() - timedelta(minutes=7 * self.told)
        facts: dict[str, object] = {"buyer": buyer, "placed_at": placed, **parts}
        self.world.hear(order(number, line("1", gross, name=name), **facts))
        return number


def a_day(world: World) -> Day:
    """Everything that can be seen: issued and credited, waiting, held for two causes, in doubt, refused, disputed,
    withdrawn, closed; an alarm, a connection in trouble, a paused route."""
    day = Day(world)
    issued = [day.hear() for _ in range(6)]
    world.run()
    _credit(world, issued[1])
    _cancel(world, issued[2])
    _disputed(world, day)
    _refused(world, day)
    _held_in_doubt(world, day)
    for _ in range(3):
        day.hear(buyer=msgspec.structs.replace(PERSON, name="Dan Fărăadresă", address=Address(country="RO")))
    day.hear(payable=Decimal("400.00"))
    day.hear(state=OrderState.HELD)
    day.hear(state=OrderState.CANCELLED)
    closed = day.hear(state=OrderState.HELD)
    world.run(until=timedelta(minutes=1))
    person.close_order(world.env, _order(closed), "ana", "issued by hand as FCT 0900")
    _trouble(world)
    return day


def _order(number: str) -> Order:
    return Order.objects.get(number=number)


def _document(number: str) -> Document:
    return Document.objects.get(order__number=number, original=None)


def _credit(world: World, number: str) -> None:
    ask.ask(world.env, _document(number), Wish.What.CREDIT, "ana", "sent back", whole=True)
    world.run(until=timedelta(minutes=5))


def _cancel(world: World, number: str) -> None:
    ask.ask(world.env, _document(number), Wish.What.CANCEL, "ana", "ordered twice")
    world.run(until=timedelta(minutes=5))


def _disputed(world: World, day: Day) -> None:
    """The system computes another total than the one that was sent."""
    number = day.hear()
    while not Document.objects.filter(order__number=number, state="issued").exists():
        world.tick()
    world.sandbox.company().documents[-1].net += 1
    world.run(until=timedelta(minutes=1))


def _refused(world: World, day: Day) -> None:
    world.sandbox.refuse("Clientul este blocat pentru facturare.", status=400, match="POST .*/invoice")
    day.hear()
    world.run(until=timedelta(minutes=1))


def _held_in_doubt(world: World, day: Day) -> None:
    """The answer was lost, somebody issued by hand meanwhile, and no PDF can be read."""
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    day.hear()
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "55.00")
    world.run()
    world.sandbox.faults.clear()


def _trouble(world: World) -> None:
    now = world.clock.now()
    accounts.read(world.shop, "", now - LONG_AGO)
    edited = say(
        "Order %(number)s was changed after its invoice. Credit it, or leave it.", number="100000121"
    )
    journal.raise_alarm("EDITED-AFTER-ISSUE", _order("100000121"), edited, now, world.organisation.pk)
