"""What goes wrong on the way: single answers, late commits, storms, blocks, an outage of six hours."""

from collections.abc import Iterator
from random import Random

from tests.proof.plan import Fault
from tests.proof.shops import HOST
from tests.proof.systems import SYSTEMS, StagedSystem

AFTER = ("lost_answer", "cut_body", "empty_body", "html_body", "error_after")
BEFORE = ("lost_request", "error_500_html", "error_502_html", "error_503")


def faults(dice: Random, last: float, system: str) -> Iterator[Fault]:
    vendor = SYSTEMS[system]
    host, create = vendor.host, vendor.create
    if dice.random() < 0.6:
        yield from _single(dice, last, vendor)
    if dice.random() < 0.25:
        times, seconds = dice.choice((1, 2)), dice.uniform(1, 600)
        yield Fault(0, last + 3600, host, "late_commit", create, 0.7, times, seconds)
    if dice.random() < 0.12:
        begins = dice.uniform(0, last)
        length = dice.choice((60.0, 600.0, 6 * 3600.0))
        yield Fault(begins, begins + length, host, dice.choice(("error_503", "lost_request")))
    if dice.random() < 0.15:
        yield _storm(dice, last, host)
    if vendor.limited and dice.random() < 0.12:
        begins = dice.uniform(0, last)
        yield Fault(begins, begins + 3600, host, "blocked", "", 0.3, 1)
    if dice.random() < 0.15:
        yield _storm(dice, last, HOST)


def crossed(dice: Random, at: float, system: str) -> Iterator[Fault]:
    """Of several calls at one moment, some are lost before their effect and some after."""
    vendor = SYSTEMS[system]
    for names in (BEFORE, AFTER):
        yield Fault(at, at + 60, vendor.host, dice.choice(names), vendor.create, 0.5, dice.choice((1, 2)))


def _single(dice: Random, last: float, vendor: type[StagedSystem]) -> Iterator[Fault]:
    host, create = vendor.host, vendor.create
    for _ in range(dice.choice((1, 1, 2, 3))):
        name = dice.choice((*AFTER, *AFTER, *BEFORE))
        yield Fault(0, last + 3600, host, name, create, dice.choice((0.4, 1.0)), 1)
    if dice.random() < 0.2:
        yield Fault(0, last + 3600, host, "delay", create, 0.5, 1, dice.uniform(100, 300))
    if dice.random() < 0.2:
        yield Fault(0, last + 3600, host, "lost_answer", vendor.collect, 0.5, 1)


def _storm(dice: Random, last: float, host: str) -> Fault:
    begins = dice.uniform(0, last)
    ends = begins + dice.uniform(60, 1800)
    return Fault(begins, ends, host, dice.choice((*BEFORE, *AFTER)), "", 0.5)
