"""The stage: players act one at a time, and the seed decides who goes on whenever one of them pauses.

Every player is a thread with a database connection of its own, and holds the baton while it acts. Threads and no
greenlets: Django keeps connections by thread, so each player has its own without any trick, and a thread that is
stopped in the middle of a transaction is as real as a stopped process.
"""

import heapq
import itertools
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random
from typing import Protocol

Act = Callable[[], object]
MOST_PAUSES = 200_000
OTHERS_LOOK = 0.4


class Died(BaseException):
    """A worker's sudden end; nothing in the product may catch it."""


class Dropped(BaseException):
    """The curtain falls: whoever is still on the stage leaves it, whatever it was doing."""


class Restless(Exception):
    """The run does not come to an end: somebody goes round in a circle."""


class Deadlock(Exception):
    """Everybody waits for a lock that another one holds."""


class Wait(Enum):
    """What a player waits for. READY: only for the baton."""

    READY = auto()
    TIME = auto()
    LOCK = auto()
    WORK = auto()
    OVER = auto()


def _nobodys() -> threading.Lock:
    """A baton that nobody has passed yet. A bare lock: a semaphore is Python, and costs more than a statement."""
    baton = threading.Lock()
    baton.acquire()
    return baton


class Blocked(Protocol):
    def __call__(self) -> bool:
        """Whether the player still waits for a lock."""
        ...


class Player:
    """One who acts. `doom` is raised in it when it next gets the baton; `dying`: it has raised Died."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.baton = _nobodys()
        self.waits = Wait.OVER
        self.until: datetime | None = None
        self.blocked: Blocked | None = None
        self.blocked_at = 0
        self.act: Act | None = None
        self.doom: BaseException | None = None
        self.dying = False
        self.thread = threading.Thread(target=self._live, name=name, daemon=True)
        self.stage: Stage | None = None

    def begin(self, act: Act) -> None:
        self.act, self.waits, self.doom, self.dying = act, Wait.READY, None, False
        if not self.thread.is_alive():
            self.thread.start()

    def _live(self) -> None:
        """For ever: threads and their connections outlive a seed."""
        while True:
            self.baton.acquire()
            stage, act = self.stage, self.act
            if stage is None or act is None:
                raise RuntimeError(f"{self.name} was given the baton off the stage")
            try:
                if self.doom is None:
                    act()
            except Dropped:
                pass
            except BaseException as error:
                stage.broken(self, error)
            self.waits = Wait.OVER
            stage.leave(self)


class Stage:
    """Who acts when, and what time it is. The thread that calls `until_quiet` directs; it is nobody's worker.

    restless: how often the baton is offered to others at a pause, from 0 to 1. changes: how often the store has
    changed or a lock was given up.
    """

    def __init__(self, dice: Random, start: datetime, restless: float) -> None:
        self.dice = dice
        self.start = start
        self.now = start
        self.restless = restless
        self.players: list[Player] = []
        self.current: Player | None = None
        self.errors: list[tuple[str, BaseException]] = []
        self.pauses = 0
        self.changes = 0
        self._director = _nobodys()
        self._later: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()

    def enter(self, player: Player, act: Act) -> None:
        player.stage = self
        player.begin(act)
        if player not in self.players:
            self.players.append(player)

    # What players call

    def pause(self) -> None:
        """Offer the baton."""
        player = self._acting()
        self.pauses += 1
        if self.pauses > MOST_PAUSES:
            raise Restless(f"{self.pauses} pauses, and no end")
        if self.restless < 1 and self.dice.random() >= self.restless:
            return
        self._hand_on(player)

    def sleep(self, duration: timedelta) -> None:
        """Wait until the time has come; no time at all is a pause."""
        player = self._acting()
        player.waits, player.until = Wait.TIME, self.now + max(duration, timedelta())
        self._hand_on(player)

    def rest(self) -> None:
        """Wait until somebody says that there is work."""
        player = self._acting()
        player.waits = Wait.WORK
        self._hand_on(player)

    def locked_out(self, blocked: Blocked) -> None:
        """Another one holds a lock that the acting player needs."""
        player = self._acting()
        player.waits, player.blocked, player.blocked_at = Wait.LOCK, blocked, self.changes
        self._hand_on(player)

    def changed(self) -> None:
        """The store is not what it was, or a lock was given up: a transaction has ended."""
        self.changes += 1

    def wake(self) -> None:
        """There may be work: one at least looks, and perhaps others as well."""
        resting = [player for player in self.players if player.waits is Wait.WORK]
        first = self.dice.choice(resting) if resting else None
        for player in resting:
            if player is first or self.dice.random() < OTHERS_LOOK:
                player.waits = Wait.READY

    def later(self, at: datetime, act: Act) -> None:
        """The director does `act` at this moment."""
        heapq.heappush(self._later, (at, next(self._order), act))

    def broken(self, player: Player, error: BaseException) -> None:
        self.errors.append((player.name, error))

    def leave(self, player: Player) -> None:
        self._pass_to(self._next())

    # What the director calls

    def until_quiet(self) -> None:
        """Let them act until nobody is ready at this moment."""
        while (player := self._next()) is not None:
            self._pass_to(player)
            self._director.acquire()

    def next_moment(self) -> datetime | None:
        """When the first of the sleepers or of the things that come later is due."""
        times = [player.until for player in self.players if player.waits is Wait.TIME and player.until]
        if self._later:
            times.append(self._later[0][0])
        return min(times, default=None)

    def advance(self, to: datetime) -> None:
        """Move time, and let what is due happen."""
        self.now = max(self.now, to)
        for player in self.players:
            if player.waits is Wait.TIME and player.until and player.until <= self.now:
                player.waits = Wait.READY
        while self._later and self._later[0][0] <= self.now:
            heapq.heappop(self._later)[2]()

    def resting(self) -> bool:
        """Whether anybody would take work."""
        return any(player.waits is Wait.WORK for player in self.players)

    def check_locks(self) -> None:
        """Raises Deadlock where nobody can move: no sleeper may come and give up a lock."""
        waiting = [player.name for player in self.players if player.waits is Wait.LOCK]
        if waiting and self.next_moment() is None:
            raise Deadlock(", ".join(waiting))

    def curtain(self) -> None:
        """Everybody leaves."""
        for player in self.players:
            if player.waits is not Wait.OVER:
                player.doom, player.dying = Dropped(), True
                player.waits = Wait.READY
                while player.waits is not Wait.OVER:
                    self._pass_to(player)
                    self._director.acquire()
        self.players.clear()

    def _acting(self) -> Player:
        if self.current is None:
            raise RuntimeError("nobody has the baton")
        return self.current

    def _hand_on(self, player: Player) -> None:
        chosen = self._next() if player.doom is None else player
        if chosen is not player:
            self._pass_to(chosen)
            player.baton.acquire()
        if player.doom is not None:
            raise player.doom

    def _pass_to(self, player: Player | None) -> None:
        self.current = player
        (self._director if player is None else player.baton).release()

    def _next(self) -> Player | None:
        """Who goes on. None: the director."""
        if self.errors or any(player.dying and isinstance(player.doom, Dropped) for player in self.players):
            return None
        for player in self.players:
            if player.waits is Wait.LOCK and player.blocked_at != self.changes:
                player.blocked_at = self.changes
                if player.blocked is not None and not player.blocked():
                    player.waits, player.blocked = Wait.READY, None
        ready = [player for player in self.players if player.waits is Wait.READY]
        return self.dice.choice(ready) if ready else None
