"""What happens in a run, as data: drawn from the seed before anything begins, to be read and to be shortened."""

from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from msgspec import Struct

SMARTBILL, BOOK, OBLIO, FATTUREINCLOUD = "smartbill", "book", "oblio", "fattureincloud"
MAGENTO, WOOCOMMERCE, TEAMSYSTEM = "magento", "woocommerce", "teamsystem"


class Grain(StrEnum):
    """How often the baton is offered: around calls alone, before every transaction, before every statement."""

    HTTP = "http"
    TRANSACTION = "transaction"
    STATEMENT = "statement"


class Pace(Struct, frozen=True):
    """How long a leg of a call takes, in seconds: most of them up to `usual`, a share of them up to `longest`."""

    usual: float = 0.3
    longest: float = 100.0
    share: float = 0.01

    def leg(self, dice: Random) -> timedelta:
        most = self.longest if self.share and dice.random() < self.share else self.usual
        return timedelta(seconds=round(most * dice.random(), 3))


class Event(Struct, frozen=True, omit_defaults=True):
    """at: seconds after the start. who: an actor; deed: what they do, by name; order: which order, by its place.

    point: then it happens when a worker first comes to the point of that name after `at`.
    """

    at: float
    who: str
    deed: str
    order: int = 0
    point: str = ""
    facts: dict[str, Any] = {}

    def __str__(self) -> str:
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        when = f"at “{self.point}”" if self.point else ""
        return " ".join(part for part in (self.who, self.deed, f"order {self.order}", when, facts) if part)


class Fault(Struct, frozen=True, omit_defaults=True):
    """What goes wrong on the way to one remote between two moments (seconds after the start)."""

    begins: float
    ends: float
    host: str
    name: str
    match: str = ""
    share: float = 1.0
    times: int | None = None
    seconds: float = 0.0


class Mortality(Struct, frozen=True):
    """How many workers die or stop in the middle, and how likely one does at each point."""

    deaths: int = 0
    death: float = 0.0
    naps: int = 0
    nap: float = 0.0


class Plan(Struct, frozen=True):
    """One run. shop, system: the connectors. switches: of the simulators, by host. lost: the share of nudges that
    get lost. hooked: the shop calls us as orders change. restored: when a backup is made, and when the machine is set
    up anew from it (seconds after the start). ways: how else Facturier is used, by name, see `tests.proof.ways`.
    account: what stands otherwise on the form of the system's connection.
    """

    seed: int
    start: datetime
    shop: str
    system: str
    grain: Grain
    workers: int
    restless: float
    lost: float
    pace: Pace
    mortality: Mortality
    orders: int
    settings: dict[str, Any]
    switches: dict[str, dict[str, Any]]
    events: tuple[Event, ...]
    faults: tuple[Fault, ...]
    hooked: bool = False
    restored: tuple[float, float] | None = None
    ways: tuple[str, ...] = ()
    account: dict[str, Any] = {}

    @property
    def ends(self) -> float:
        """When the last thing has happened, in seconds after the start."""
        return max(
            [
                *(event.at for event in self.events),
                *(fault.ends for fault in self.faults),
                *(self.restored or ()),
            ],
            default=0.0,
        )
