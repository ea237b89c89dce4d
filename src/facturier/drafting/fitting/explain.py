"""What fitting did, and why it could not, in words for the person who looks at the draft."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting.fitting.demand import Demand
from facturier.drafting.fitting.rates import Rate
from facturier.drafting.fitting.result import Choice, Misfit, Reason, Step
from facturier.drafting.fitting.rule import Pieces, Rule
from facturier.drafting.fitting.slots import MERGED, Slot
from facturier.drafting.fitting.walk import Laid
from facturier.drafting.totals import vat_added, vat_contained
from facturier.drafting.wanted import WantedLine
from facturier.model.message import Message, say
from facturier.model.money import total


def notes(rates: Sequence[tuple[Laid, Demand]], rounding: Decimal) -> tuple[Message, ...]:
    """One sentence for each thing on the document that the shop does not show so."""
    said = [note for laid, demand in rates for note in _notes_of_rate(laid, demand)]
    if rounding:
        said.append(
            say(
                "A rounding amount of %(amount)s brings the document to what the buyer pays: "
                "no net amount gives that total with its VAT.",
                amount=rounding,
            )
        )
    return tuple(said)


def _notes_of_rate(laid: Laid, demand: Demand) -> list[Message]:
    said = [
        note
        for slot, pieces, aim, amount in zip(laid.slots, laid.pieces, laid.aims, laid.amounts, strict=True)
        for note in (_layout_note(slot, pieces), _amount_note(slot, amount - aim, laid.step))
        if note is not None
    ]
    if _hides_discount(laid):
        said.append(
            say("The discount is inside the prices: beside list prices the total would not be exact.")
        )
    if abs(laid.vat - demand.tax) > demand.tolerance:
        said.append(
            say(
                "VAT at %(percent)s %% is %(vat)s, as the law has it; the shop computed %(shop)s.",
                percent=demand.percent,
                vat=laid.vat,
                shop=demand.tax,
            )
        )
    return said


def _layout_note(slot: Slot, pieces: Pieces) -> Message | None:
    if len(pieces) > 1:
        return say("%(name)s stands on two lines: no unit price gives its exact total.", name=slot.line.name)
    if pieces[0][0] != slot.quantity:
        return say(
            "%(name)s stands as one piece at its whole price, with the quantity in the name: "
            "no unit price gives its exact total.",
            name=slot.line.name,
        )
    return None


def _amount_note(slot: Slot, difference: Decimal, step: Step) -> Message | None:
    """Where an amount was moved on purpose; a cent by rounding a unit price needs no word."""
    if difference and (slot.discount or step >= Step.S6):
        return say(
            "%(name)s differs by %(amount)s from the shop's, for the total to be exact.",
            name=slot.line.name,
            amount=abs(difference),
        )
    return None


def _hides_discount(laid: Laid) -> bool:
    """Whether a discount was asked to be shown and is not."""
    shown = any(slot.position == MERGED for slot in laid.slots)
    return not shown and any(slot.line.discount and not slot.discount for slot in laid.slots)


def lines_total(lines: Sequence[WantedLine], payable: Decimal) -> Misfit:
    stated = total(line.gross for line in lines)
    return Misfit(
        code=Reason.LINES_TOTAL,
        message=say(
            "The lines come to %(lines)s, but the buyer pays %(payable)s. Look in the shop for what makes "
            "the difference of %(difference)s (a fee, a discount, a gift card) and give it a line.",
            lines=stated,
            payable=payable,
            difference=payable - stated,
        ),
        choices=(Choice.CORRECT_ORDER,),
        difference=payable - stated,
    )


def no_quantity(line: WantedLine) -> Misfit:
    return Misfit(
        code=Reason.QUANTITY,
        message=say(
            "%(name)s costs %(gross)s but has the quantity 0. Correct the order in the shop.",
            name=line.name,
            gross=line.gross,
        ),
        choices=(Choice.CORRECT_ORDER,),
        difference=line.gross,
    )


def unproved(stated: Decimal, payable: Decimal) -> Misfit:
    """Rates that fit one by one but not together: an error of ours, and never to be issued."""
    return Misfit(
        code=Reason.UNPROVED,
        message=say(
            "The lines found for this order come to %(stated)s instead of %(payable)s when computed as a "
            "whole. This is an error of Facturier: please report it with the order.",
            stated=stated,
            payable=payable,
        ),
        choices=(Choice.CORRECT_ORDER,),
        difference=payable - stated,
    )


def unreachable(rate: Rate, rule: Rule, choices: tuple[Choice, ...]) -> Misfit:
    """Net entry: the gross of the rate lies between two that exist, or its lines cannot be priced to it."""
    net = rule.net_of(rate.gross)
    nearby = [
        base + vat_added(base, rule.percent, rule.places) for base in (net - rule.unit, net, net + rule.unit)
    ]
    below = max(gross for gross in nearby if gross <= rate.gross)
    above = min(gross for gross in nearby if gross >= rate.gross)
    return Misfit(
        code=Reason.UNREACHABLE,
        message=say(
            "The lines at %(percent)s %% VAT must come to %(gross)s. The system takes prices without VAT, "
            "and with its rounding the nearest totals are %(below)s and %(above)s. Choose an explicit "
            "rounding line.",
            percent=rate.vat.percent,
            gross=rate.gross,
            below=below,
            above=above,
        ),
        choices=choices,
        setting=say(
            "It comes from catalogue prices entered with VAT included. With prices entered without VAT and "
            "tax rounded on the total, every order of the shop has such a net amount."
        ),
        difference=min(rate.gross - below, rate.gross - above, key=abs),
    )


def vat_off(rate: Rate, rule: Rule, choices: tuple[Choice, ...]) -> Misfit:
    law = vat_contained(rate.gross, rule.percent, rule.places)
    return Misfit(
        code=Reason.VAT_RATE,
        message=say(
            "The lines at %(percent)s %% VAT can come to %(gross)s, but their VAT then agrees neither with "
            "the shop's %(shop)s nor with the law's %(law)s. Correct the order in the shop, or issue this "
            "document by hand.",
            percent=rate.vat.percent,
            gross=rate.gross,
            shop=rate.tax,
            law=law,
        ),
        choices=choices,
        setting=say(
            "It comes from a shop that rounds VAT for each piece. Let it round tax on the line or on the "
            "total."
        ),
        difference=law - rate.tax,
    )
