"""Why an order does not fit, where the cent went, and what can be done about it."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting.fitting.rates import Rate
from facturier.drafting.fitting.result import Choice, Misfit, Reason
from facturier.drafting.fitting.rule import Rule
from facturier.drafting.totals import vat_added, vat_contained
from facturier.drafting.wanted import WantedLine
from facturier.model.message import say
from facturier.model.money import total


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
            "and with its rounding the nearest totals are %(below)s and %(above)s: the "
            "missing cent needs a rounding amount.",
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
