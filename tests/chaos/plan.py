"""What the monkey does and when, out of a seed: as many kill -9 as were asked for, and the rest in proportion."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class What(StrEnum):
    """The first five are kill -9."""

    WORKER = "worker"
    PAGE = "page"
    SUPERVISOR = "supervisor"
    DATABASE = "database"
    BACKEND = "backend"  # a session's own process: PostgreSQL then ends all of them and repairs itself
    IMMEDIATE = "immediate"  # SIGQUIT: the database ends at once, without writing down what it has
    FREEZE = "freeze"  # SIGSTOP of a worker or the supervisor for longer than a lease, then SIGCONT
    CUT = "cut"  # every second connection to the database is ended
    LOW = "low"  # the disk is nearly full: the alarm, and nothing is sent
    FULL = "full"  # not a block is left: PostgreSQL itself stops


KILLS = (What.WORKER, What.PAGE, What.SUPERVISOR, What.DATABASE, What.BACKEND)
RESTARTS = (What.DATABASE, What.IMMEDIATE)
CALM = 0.9
"""The share of the orders during which it is at work; the rest must show that all is well again."""


@dataclass(frozen=True)
class Act:
    """at: how many documents the system has when it is done. dice: which of several is hit."""

    what: What
    at: int
    dice: int


def plan(seed: int, kills: int, orders: int, disk: bool) -> list[Act]:
    """disk: whether there is one that may be filled. Moments are drawn freely, so that some acts follow upon others
    before anything has recovered."""
    dice = Random(seed)
    counts = {
        What.DATABASE: min(kills, max(2, round(kills / 15))),
        What.SUPERVISOR: kills // 8,
        What.PAGE: kills // 8,
        What.BACKEND: kills // 30,
    }
    counts[What.WORKER] = kills - sum(counts.values())
    counts |= {What.IMMEDIATE: -(-kills // 60), What.FREEZE: -(-kills // 15), What.CUT: -(-kills // 15)}
    if disk:
        counts |= {What.LOW: -(-kills // 100), What.FULL: -(-kills // 100)}
    whats = [what for what, count in counts.items() for _ in range(count)]
    dice.shuffle(whats)
    last = max(1, int(CALM * orders))
    moments = sorted(dice.randrange(last) for _ in whats)
    return [Act(what, at, dice.randrange(1 << 16)) for what, at in zip(whats, moments, strict=True)]
