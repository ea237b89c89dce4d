"""One run: the plan is played out until nothing moves any more, and then both books are looked at."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from tests.proof import database
from tests.proof.cast import Cast
from tests.proof.database import Hook, Observer, on_own_connection
from tests.proof.deeds import DEEDS
from tests.proof.ground import Ground, lay
from tests.proof.moments import EVER, Looks, Moments
from tests.proof.paces import slower
from tests.proof.plan import Plan
from tests.proof.points import Points
from tests.proof.reset import Reset
from tests.proof.stage import Deadlock, Player, Restless, Stage
from tests.proof.times import WorldClock
from tests.proof.worker import Worker

from facturier.flows import recover
from facturier.store import installation
from facturier.store.due import Due
from facturier.store.models import Intent

REST = timedelta(hours=8)
ROUNDS = 400
RECOVERED_AFTER = 90
"""Minutes at most until somebody walks the accounts after a restore."""
LAST = ("look", "sweep", "reconcile at last")
WORKERS = ("Worker 1", "Worker 2", "Worker 3")
OTHERS = ("Ana", "Bogdan", "Finder", "Network")
Check = Callable[[Ground], list[str]]


@dataclass
class Played:
    """What a run showed. breaches: what must never be, in plain words. trace: the story, line by line.

    points: the names of all points at which a worker might have died. intents: how many ended how, so that it can
    be seen that there was something to break.
    """

    plan: Plan
    breaches: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    deaths: int = 0
    points: list[str] = field(default_factory=list)
    intents: Counter[str] = field(default_factory=Counter)
    pauses: int = 0


class Theatre:
    """Players, connections and a database that outlive the runs which are played in them."""

    def __init__(self, files: Path) -> None:
        self.reset = Reset()
        self.observer = Observer(self.reset.conninfo)
        self.players = {name: Player(name) for name in (*WORKERS, *OTHERS)}
        self.files = files

    def close(self) -> None:
        """Leave an empty database that nobody is connected to."""
        database.close_all()
        self.observer.close()
        self.reset.close()
        installation.identity.cache_clear()

    def play(self, plan: Plan, check: Check, at: int | None = None) -> Played:
        """at: the one point at which a worker dies; else chance has it."""
        self.reset()
        with slower():
            return _Run(self, plan, at).play(check)


class _Run:
    def __init__(self, theatre: Theatre, plan: Plan, at: int | None) -> None:
        self._theatre = theatre
        self._plan = plan
        self._dice = Random(plan.seed)
        self._played = Played(plan)
        self._workers: list[Worker] = []
        self._stage = Stage(self._dice, plan.start, plan.restless)
        others = {name: theatre.players[name] for name in OTHERS}
        self._cast = Cast(self._stage, others, theatre.observer, self._tell)
        self._moments = Moments(self._stage, theatre.observer)
        clock = WorldClock(self._stage, self._cast.carries)
        mortal = frozenset(WORKERS[: plan.workers])
        self._points = Points(self._stage, self._dice, self._tell, plan.mortality, mortal, at)
        database.HOOKS.clear()
        self._ground = lay(
            plan,
            self._stage,
            clock,
            self._points,
            self._dice,
            self._tell,
            self._nudge,
            theatre.files,
            theatre.observer,
        )
        self._ground.vendor.forget()
        for name, player in theatre.players.items():
            database.HOOKS[name] = Hook(self._stage, player, plan.grain, self._points, theatre.observer)

    def play(self, check: Check) -> Played:
        try:
            self._act()
        except (Deadlock, Restless) as error:
            self._breach(f"{type(error).__name__}: {error}")
        self._stage.curtain()
        for name, broken in self._stage.errors:
            self._breach(f"{name}: {type(broken).__name__}: {broken}")
        if not self._played.breaches:
            for words in check(self._ground):
                self._breach(words)
        self._played.deaths, self._played.pauses = self._points.died, self._stage.pauses
        self._played.points = self._points.passed
        self._played.intents = Counter(Intent.objects.values_list("outcome", flat=True))
        return self._played

    def _act(self) -> None:
        plan, stage = self._plan, self._stage
        self._begin()
        if plan.restored:
            backed_up, restored = (plan.start + timedelta(seconds=at) for at in plan.restored)
            stage.later(backed_up, self._back_up)
            stage.later(restored, self._restore)
        for event in plan.events:
            at = plan.start + timedelta(seconds=event.at)
            stage.later(at, partial(self._cast.happens, event, self._ground))
        self._until(plan.start + timedelta(seconds=plan.ends))
        for deed in LAST:
            self._cast.act("Finder", partial(DEEDS[deed], self._ground))
            self._until(stage.now + REST)

    def _begin(self) -> None:
        """The workers start."""
        looks = Looks(self._stage, self._ground.env.clock, self._moments)
        for name in WORKERS[: self._plan.workers]:
            player, observer = self._theatre.players[name], self._theatre.observer
            worker = Worker(
                self._stage,
                player,
                self._dice,
                looks,
                self._ground.env,
                observer,
                self._tell,
                self._mishap,
            )
            self._workers.append(worker)
            self._stage.enter(player, on_own_connection(worker.live, observer))

    def _back_up(self) -> None:
        self._tell("— a backup is made")
        self._theatre.reset.back_up()

    def _restore(self) -> None:
        """Whoever was at work is gone with the machine. The witness knows that more was sent since."""
        self._tell("— the backup is restored")
        self._stage.curtain()
        self._cast.leave()
        self._theatre.reset.restore()
        self._stage.changed()
        installation.identity.cache_clear()
        for line in self._ground.lines.values():
            line.recount()
        sent_since = recover.last_attempt() < self._ground.disk.noted
        recover.enter("older" if sent_since else "same", self._ground.env)
        self._begin()
        soon = RECOVERED_AFTER * self._dice.random() ** 2  # while something is still on its way, now and then
        at = self._stage.now + timedelta(minutes=soon)
        self._stage.later(at, partial(self._cast.act, "Bogdan", partial(DEEDS["recover"], self._ground)))

    def _until(self, end: datetime) -> None:
        """Play until `end`, or until nothing is due before."""
        rounds, idle_at, stage = 0, None, self._stage
        while True:
            stage.until_quiet()
            if stage.errors:
                return
            stage.check_locks()
            due = self._due(EVER if idle_at is None else idle_at)
            moments = [moment for moment in (due, stage.next_moment()) if moment is not None]
            if not moments or min(moments) > end:
                stage.advance(end)
                return
            following = max(min(moments), stage.now)
            rounds = rounds + 1 if following == stage.now else 0
            if rounds > ROUNDS:
                raise Restless(f"{rounds} rounds at one moment")
            stage.advance(following)
            idle_at = None
            if due is not None and due <= following:
                taken = sum(worker.taken for worker in self._workers)
                stage.wake()
                stage.until_quiet()
                if taken == sum(worker.taken for worker in self._workers):
                    idle_at = stage.now  # what is due must wait for something else to happen first

    def _due(self, after: datetime) -> datetime | None:
        """When the next row is due, on the world's clock; None where nobody is there to take it just now."""
        if not self._stage.resting():
            return None
        error = self._ground.database.error
        found = self._moments.after(after + error)
        return found - error if found else None

    def _tell(self, words: str) -> None:
        actor = self._stage.current.name if self._stage.current else "·"
        self._played.trace.append(f"{self._stage.now:%d %b %H:%M:%S} {actor}: {words}")

    def _breach(self, words: str) -> None:
        self._tell(f"BREACH {words}")
        self._played.breaches.append(words)

    def _nudge(self, what: str, row: int) -> None:
        """A hint may get lost."""
        if self._dice.random() >= self._plan.lost:
            self._stage.wake()

    def _mishap(self, item: Due, error: Exception) -> None:
        self._breach(f"a flow failed over {item.what}: {type(error).__name__}: {error}")
