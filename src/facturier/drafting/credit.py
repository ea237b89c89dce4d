"""A credit note out of the issued draft, never recomputed from the shop (invariant I8).

Quantities and totals of a credit note are negative; prices, VAT treatments and exchange rates are those
of the original, whatever they would be today.
"""

from decimal import Decimal

from msgspec.structs import replace

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit_choice import Choice, of_choice
from facturier.drafting.credit_lines import credit_lines
from facturier.drafting.credit_shares import Left, Shares, everything, left_of, of_refund
from facturier.drafting.decision import Decision, Outcome, closed, holds
from facturier.drafting.fitted import misfit_finding
from facturier.drafting.fitting.fit import fit
from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.result import Fit, Misfit
from facturier.drafting.issued_lines import items_of
from facturier.drafting.wanted import WantedLine
from facturier.drafting.words import words_of
from facturier.model.arithmetic import Arithmetic
from facturier.model.draft import Draft, Original
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.message import say
from facturier.model.money import ZERO, total
from facturier.model.order import Refund
from facturier.model.totals import Totals

ONE = Decimal(1)
Wanted = Refund | Choice | None


def credit(
    original: Draft,
    issued: Original,
    wanted: Wanted,
    already: tuple[ClaimedLine, ...],
    whole: bool,
    arithmetic: Arithmetic,
    *,
    country: str = "",
) -> Decision:
    """READY with the credit note, HELD where it would exceed what is left, CLOSED if nothing is.

    wanted: a refund in the order's currency, or what a person chose in the document's; None credits all that
    is left. already: what earlier credits (in doubt included) took, by order line, in the document's currency;
    `Decision.takes` is this one's share.
    whole: reverse the document as one; done only while nothing of it was credited. country: of the
    seller, for the word of an adjustment.
    """
    items = items_of(original, arithmetic)
    left = left_of(items, already)
    shares = everything(left) if wanted is None or whole else _shares(original, wanted, left)
    if holds(shares.findings):
        return Decision(Outcome.HELD, findings=shares.findings)
    payable = total(one.gross for one in shares.takes)
    most = total(one.gross for one in left.values())
    if payable < 0 or payable > most:
        wrong = _negative(payable) if payable < 0 else _too_much(payable, most, wanted)
        return Decision(Outcome.HELD, findings=(wrong,))
    if not payable:
        return closed(say("Nothing is left to credit on this document."))
    last = all(shares.gross_of(key) == one.gross for key, one in left.items())
    if last and not any(one.gross or one.quantity for one in already):
        draft = _mirrored(original, issued, wanted, whole)
        return Decision(Outcome.READY, draft, last_part=True, takes=shares.takes)
    lines = credit_lines(items, already, shares, words_of(country).adjustment)
    outcome = _fit(original, lines, -payable, arithmetic)
    if isinstance(outcome, Misfit):
        return Decision(Outcome.HELD, findings=(misfit_finding(outcome),))
    draft = replace(
        _credit_note(original, issued, wanted),
        lines=outcome.lines,
        totals=outcome.totals,
        fitting=outcome.step,
        notes=outcome.notes,
    )
    return Decision(Outcome.READY, draft, last_part=last, takes=shares.takes)


def _shares(original: Draft, wanted: Refund | Choice, left: dict[str, Left]) -> Shares:
    if isinstance(wanted, Choice):
        return of_choice(wanted, left)
    shop = original.shop_exchange
    rate = shop.rate if shop is not None and shop.rate is not None else ONE
    return of_refund(wanted, left, rate)


def _fit(
    original: Draft, wanted: tuple[WantedLine, ...], payable: Decimal, arithmetic: Arithmetic
) -> Fit | Misfit:
    """A rounding line is allowed where the original has one."""
    rounding = next(
        (one for one in original.lines if one.kind is LineKind.ROUNDING and not one.sources), None
    )
    if rounding is None:
        return fit(wanted, payable, arithmetic)
    labels = Labels(rounding=rounding.name, rounding_vat=rounding.vat)
    return fit(wanted, payable, arithmetic, allow_rounding_line=True, labels=labels)


def _mirrored(original: Draft, issued: Original, wanted: Wanted, whole: bool) -> Draft:
    """The original with all signs turned: nothing is computed, so nothing can differ."""
    lines = tuple(replace(line, quantity=-line.quantity) for line in original.lines)
    rows = tuple(replace(row, base=-row.base, vat=-row.vat) for row in original.totals.rows)
    totals = Totals(rows, -original.totals.rounding)
    return replace(_credit_note(original, issued, wanted), lines=lines, totals=totals, whole=whole)


def _credit_note(original: Draft, issued: Original, wanted: Wanted) -> Draft:
    """What a credit note keeps of its original, without what belonged to that moment."""
    return replace(
        original,
        kind=DocumentKind.CREDIT_NOTE,
        original=issued,
        part=wanted.id if isinstance(wanted, Refund) else "",
        issue_date=None,
        due_days=None,
        due_date=None,
        tax_point=None,
        mentions="",
        observations="",
        payment=None,
        paid=ZERO,
        prepare_only=False,
        notes=(),
    )


def _too_much(payable: Decimal, most: Decimal, wanted: Wanted) -> Finding:
    """Line by line there is room, but a discount of the whole document left less of its total."""
    if isinstance(wanted, Choice):
        message = say(
            "That makes %(amount)s, but only %(most)s of the document can still be credited: part of its price "
            "was a discount. Take back the discount's share too, or less.",
            amount=payable,
            most=most,
        )
    else:
        message = say(
            "The refund takes back %(amount)s, but only %(most)s of the document can still be credited: part of "
            "its price was a discount. Correct the refund in the shop, or credit by hand.",
            amount=payable,
            most=most,
        )
    return Finding(Severity.HOLD, "CREDIT-EXCEEDS", "refunds", message)


def _negative(payable: Decimal) -> Finding:
    message = say(
        "The refund keeps back more than it returns (%(amount)s). Make an invoice for the fee instead.",
        amount=-payable,
    )
    return Finding(Severity.HOLD, "NEGATIVE", "refunds", message)
