"""What a run came to: the file of figures, and the same as a table."""

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from tests.chaos.plan import KILLS, RESTARTS, What


class Figures(Struct, kw_only=True):
    """kills: kill -9 by what was hit. answers_lost: after the effect, by who did not hear. disk: why it was never
    filled, empty where it was. books: digest of every order, number and total, the same on both sides."""

    made_at: datetime
    seed: int
    scale: float
    python: str = sys.version.split()[0]
    orders: int = 0
    seconds: float = 0.0
    kills: dict[str, int] = {}
    database_restarts: int = 0
    freezes: int = 0
    connection_cuts: int = 0
    disk_nearly_full: int = 0
    disk_full: int = 0
    disk: str = ""
    answers_lost: dict[str, int] = {}
    answers_in_doubt: int = 0
    intents: dict[str, int] = {}
    starts: dict[str, int] = {}
    pages: dict[str, int] = {}
    books: str = ""
    breaches: list[str] = []

    def count(self, done: Counter[What]) -> None:
        self.kills = {what.value: done[what] for what in KILLS}
        self.database_restarts = sum(done[what] for what in RESTARTS)
        self.freezes, self.connection_cuts = done[What.FREEZE], done[What.CUT]
        self.disk_nearly_full, self.disk_full = done[What.LOW], done[What.FULL]

    def keep(self, path: Path) -> None:
        """A smaller run never takes the place of a larger one."""
        old = msgspec.json.decode(path.read_bytes(), type=Figures) if path.exists() else None
        if old is not None and sum(old.kills.values()) > sum(self.kills.values()):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")

    def table(self) -> str:
        disk = f"not filled: {self.disk}" if self.disk else f"{self.disk_nearly_full} and {self.disk_full}"
        rows = {
            "orders": self.orders,
            "kill -9": f"{sum(self.kills.values())} ({_listed(self.kills)})",
            "restarts of the database": self.database_restarts,
            "frozen for longer than a lease": self.freezes,
            "connections cut": self.connection_cuts,
            "disk nearly full, and full": disk,
            "answers lost after the effect": _listed(self.answers_lost),
            "attempts in doubt": self.answers_in_doubt,
            "intents by their end": _listed(self.intents),
            "pages seen, and away": _listed(self.pages),
            "books": self.books[:16] or "-",
            "seconds": self.seconds,
            "breaches": len(self.breaches),
        }
        width = max(map(len, rows))
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows.items())


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
