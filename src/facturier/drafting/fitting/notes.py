"""What stands on a fitted document that the shop does not show so, in words for whoever looks at the draft."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting.fitting.demand import Demand
from facturier.drafting.fitting.result import Step
from facturier.drafting.fitting.slots import MERGED
from facturier.drafting.fitting.walk import Laid
from facturier.model.message import Message, say


def notes(rates: Sequence[tuple[Laid, Demand]], rounding: Decimal) -> tuple[Message, ...]:
    """One sentence for each thing on the document that the shop does not show so."""
    said = [note for laid, demand in rates for note in _notes_of_rate(laid, demand)]
    if any(_hides_discount(laid) for laid, _ in rates):
        said.append(say("The discount is inside the prices instead of on a line of its own."))
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
    # One price a row (S1, S2) shows what the shop shows.
    said = [] if laid.step < Step.S3 else _notes_of_rows(laid)
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


def _notes_of_rows(laid: Laid) -> list[Message]:
    said = []
    for slot, pieces, aim, amount in zip(laid.slots, laid.pieces, laid.aims, laid.amounts, strict=True):
        if len(pieces) > 1:
            said.append(
                say("%(name)s stands on two lines: no unit price gives its exact total.", name=slot.line.name)
            )
        if amount != aim and (slot.discount or laid.step >= Step.S6):
            said.append(
                say(
                    "%(name)s differs by %(amount)s from the shop's, for the total to be exact.",
                    name=slot.line.name,
                    amount=abs(amount - aim),
                )
            )
    return said


def _hides_discount(laid: Laid) -> bool:
    """Whether a discount was asked to be shown and is not."""
    hidden = any(slot.line.discount and not slot.discount for slot in laid.slots)
    return hidden and all(slot.position != MERGED for slot in laid.slots)
