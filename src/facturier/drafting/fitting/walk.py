"""One VAT rate, walked from the prettiest step to the ugliest until its demand is met."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.fitting.demand import Demand
from facturier.drafting.fitting.result import Reason, Step
from facturier.drafting.fitting.rule import Pieces, Rule
from facturier.drafting.fitting.sheet import Sheet
from facturier.drafting.fitting.slots import Slot
from facturier.drafting.fitting.steps import attempts


class Laid(Struct, frozen=True):
    """A rate that fits: for every slot its rows, what it aimed at and what it comes to, as entered.

    vat: of the whole rate.
    """

    slots: tuple[Slot, ...]
    pieces: tuple[Pieces, ...]
    aims: tuple[Decimal, ...]
    amounts: tuple[Decimal, ...]
    vat: Decimal
    step: Step


def walk(
    layouts: Sequence[tuple[Slot, ...]], rule: Rule, demand: Demand, decimals: range, last: Step
) -> Laid | Reason:
    """The first candidate that meets `demand`, no step beyond `last`; else why there is none.

    A layout that shows the discount goes no further than the discount line: inside the prices it may
    need no split.
    """
    goal = rule.goal(demand.gross)
    if goal is None:
        return Reason.UNREACHABLE
    reason = Reason.UNREACHABLE
    for layout in layouts:
        furthest = last if layout is layouts[-1] else min(last, Step.S3)
        outcome = _walk(layout, rule, demand, goal, decimals, furthest)
        if isinstance(outcome, Laid):
            return outcome
        if outcome is Reason.VAT_RATE:
            reason = outcome
    return reason


def _walk(
    slots: tuple[Slot, ...], rule: Rule, demand: Demand, goal: Decimal, decimals: range, last: Step
) -> Laid | Reason:
    sheets = [Sheet(slots, aims, rule, demand, goal, decimals) for aims in _aims(slots, rule)]
    for step, run in attempts(decimals):
        if step > last:
            break
        for sheet in sheets:
            if run(sheet):
                return _laid(sheet, step)
    reached = any(sheet.reached for sheet in sheets)
    return Reason.VAT_RATE if reached else Reason.UNREACHABLE


def _laid(sheet: Sheet, step: Step) -> Laid:
    return Laid(
        slots=tuple(sheet.slots),
        pieces=tuple(sheet.pieces),
        aims=tuple(sheet.aims),
        amounts=tuple(sheet.amounts),
        vat=sheet.rule.vat_of_rate(sheet.amount, sheet.vat),
        step=step,
    )


def _aims(slots: tuple[Slot, ...], rule: Rule) -> list[list[Decimal]]:
    """What the rows should come to: the gross, or the shop's net and, where it differs, the law's."""
    if rule.includes_vat:
        return [[slot.gross for slot in slots]]
    shop = [slot.net for slot in slots]
    law = [rule.net_of(slot.gross) for slot in slots]
    return [shop] if shop == law else [shop, law]
