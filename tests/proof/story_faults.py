"""What goes wrong on the way: single answers, late commits, storms, blocks, an outage of six hours."""

from collections.abc import Iterator
from random import Random

from tests.proof.ground import SHOP_HOST, SYSTEM_HOST
from tests.proof.plan import SMARTBILL, Fault

CREATES = {"smartbill": "POST /SBORO/api/invoice", "book": "POST /documents"}
AFTER = ("lost_answer", "cut_body", "empty_body", "html_body", "error_after")
BEFORE = ("lost_request", "error_500_html", "error_502_html", "error_503")


def faults(dice: Random, last: float, system: str) -> Iterator[Fault]:
    create = CREATES[system]
    if dice.random() < 0.6:
        yield from _single(dice, last, create)
    if dice.random() < 0.25:
        yield Fault(
            0, last + 3600, SYSTEM_HOST, "late_commit", create, 0.7, dice.choice((1, 2)), dice.uniform(1, 600)
        )
    if dice.random() < 0.12:
        begins = dice.uniform(0, last)
        length = dice.choice((60.0, 600.0, 6 * 3600.0))
        yield Fault(begins, begins + length, SYSTEM_HOST, dice.choice(("error_503", "lost_request")))
    if dice.random() < 0.15:
        begins = dice.uniform(0, last)
        yield Fault(
            begins, begins + dice.uniform(60, 1800), SYSTEM_HOST, dice.choice((*BEFORE, *AFTER)), "", 0.5
        )
    if system == SMARTBILL and dice.random() < 0.12:
        begins = dice.uniform(0, last)
        yield Fault(begins, begins + 3600, SYSTEM_HOST, "blocked", "", 0.3, 1)
    if dice.random() < 0.15:
        begins = dice.uniform(0, last)
        yield Fault(
            begins, begins + dice.uniform(60, 1800), SHOP_HOST, dice.choice((*BEFORE, *AFTER)), "", 0.5
        )


def _single(dice: Random, last: float, create: str) -> Iterator[Fault]:
    for _ in range(dice.choice((1, 1, 2, 3))):
        name = dice.choice((*AFTER, *AFTER, *BEFORE))
        yield Fault(0, last + 3600, SYSTEM_HOST, name, create, dice.choice((0.4, 1.0)), 1)
    if dice.random() < 0.2:
        yield Fault(0, last + 3600, SYSTEM_HOST, "delay", create, 0.5, 1, dice.uniform(100, 300))
    if dice.random() < 0.2:
        yield Fault(0, last + 3600, SYSTEM_HOST, "lost_answer", "payment", 0.5, 1)
