"""What a demonstration is made of: who takes part in a country, as plain data."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from facturier.drafting.company import Company
from facturier.takings.judge import Abroad


class Player(Struct, frozen=True, kw_only=True, eq=False):
    """A simulated shop or system. connector: by name. given: what its simulator is made with.

    label: where its title says too little. entered: what a person enters beside what the simulator tells.
    """

    connector: str
    label: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)


class System(Player, frozen=True, kw_only=True, eq=False):
    """creates: its calls that make documents ("METHOD /path", an expression): their answers get lost.

    share: how many of them, until as many are lost as the play wants; 1 where few documents are made.
    """

    creates: str
    share: float = 0.5


class Pair(Struct, frozen=True):
    """A route: the orders of `shop` become documents in `system`. settings: those of `RouteSettings`, as JSON."""

    shop: Player
    system: System
    settings: Mapping[str, Any]


class Published(Struct, frozen=True):
    """An exchange rate of today: what one `currency` costs in `base`, by whom."""

    source: str
    currency: str
    base: str
    value: Decimal


class Cast(Struct, frozen=True):
    """A country's demonstration. company: who issues, the company of every simulated account. abroad: it keeps a
    register of daily takings, with this done to sales abroad."""

    company: Company
    pairs: tuple[Pair, ...]
    rates: tuple[Published, ...] = ()
    abroad: Abroad | None = None

    @property
    def shops(self) -> tuple[Player, ...]:
        return tuple(dict.fromkeys(pair.shop for pair in self.pairs))

    @property
    def systems(self) -> tuple[System, ...]:
        return tuple(dict.fromkeys(pair.system for pair in self.pairs))
