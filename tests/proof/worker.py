"""A worker: takes what is due, in an order that the seed chooses, and does what every worker does with it."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.proof.database import Observer, leave_connection
from tests.proof.moments import Looks
from tests.proof.points import Told
from tests.proof.stage import Died, Player, Stage

from facturier.engine.work import work
from facturier.flows.env import Env
from facturier.store.due import Due

AWAY = timedelta(minutes=30)


class Worker:
    """One process. It dies and comes back; that it dies is no error, whatever else comes up out of a flow is."""

    def __init__(
        self,
        stage: Stage,
        player: Player,
        dice: Random,
        looks: Looks,
        env: Env,
        observer: Observer,
        tell: Told,
        mishap: Callable[[Due, Exception], None],
    ) -> None:
        self._stage = stage
        self._player = player
        self._dice = dice
        self._looks = looks
        self._env = env
        self._observer = observer
        self._tell = tell
        self._mishap = mishap
        self.taken = 0

    def live(self) -> None:
        while True:
            try:
                self._work()
            except Died:
                leave_connection(self._observer)
                self._player.dying = False
                self._stage.sleep(AWAY * self._dice.random() ** 3)
                self._tell("is back")

    def _work(self) -> None:
        """A few things after the other before it asks again: by then another may have done some of them."""
        while True:
            items = self._looks.look()
            if not items:
                self._stage.rest()
                continue
            for item in self._dice.sample(items, min(len(items), self._dice.choice((1, 2, 3)))):
                self._take(item)

    def _take(self, item: Due) -> None:
        self.taken += 1
        self._tell(f"takes {item.what}")
        try:
            work(self._env, item)
        except Exception as error:
            self._mishap(item, error)
