"""What a draft must be before the book gives it a number, whoever made it."""

from collections.abc import Callable
from datetime import date

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.reference import PATTERN
from facturier.ports.clock import Clock
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.book import reckoning, rows
from facturier.systems.book.capabilities import CURRENCIES, KINDS, MAX_LINES
from facturier.systems.book.models import Ledger
from facturier.systems.book.service.scene import is_ahead


def check(ledger: Ledger, draft: Draft, reference: str, clock: Clock) -> date:
    """The day of the document. Raises Refused and Misconfigured."""
    if not PATTERN.fullmatch(reference):
        raise Refused(say("“%(mark)s” is no reference of Facturier.", mark=reference), "NO-REFERENCE")
    for rule in _RULES:
        rule(ledger, draft)
    return _day(ledger, draft, clock)


def _kind(ledger: Ledger, draft: Draft) -> None:
    if draft.kind not in KINDS or draft.prepare_only:
        raise Refused(say("The book cannot make a document of the kind %(kind)s.", kind=draft.kind), "KIND")


def _size(ledger: Ledger, draft: Draft) -> None:
    if not 0 < len(draft.lines) <= MAX_LINES:
        raise Refused(
            say("A document has 1 to %(most)s lines, not %(lines)s.", most=MAX_LINES, lines=len(draft.lines)),
            "LINES",
        )
    if draft.currency not in CURRENCIES:
        raise Refused(say("The book does not know the currency %(code)s.", code=draft.currency), "CURRENCY")


def _rates(ledger: Ledger, draft: Draft) -> None:
    """A credit note keeps the rates of its original, whatever has become of them."""
    known = {*map(_percent, ledger.rates.split()), "0"}
    charged = {_percent(f"{line.vat.percent:f}") for line in draft.lines}
    if draft.kind is not DocumentKind.CREDIT_NOTE and (strange := sorted(charged - known)):
        raise Misconfigured(
            say(
                "The book has no VAT rate of %(percent)s %%. Add it to the connection's VAT rates if it is right.",
                percent=strange[0],
            ),
            "VAT-RATE",
        )


def _percent(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sums(ledger: Ledger, draft: Draft) -> None:
    if words := reckoning.wrong(draft):
        raise Refused(
            say("The sums of this draft are not what its lines come to: %(sums)s.", sums=words), "SUMS"
        )
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.totals.payable >= 0:
        raise Refused(say("A credit note must have a negative total. Correct the quantities."), "SIGN")
    if draft.kind is not DocumentKind.CREDIT_NOTE and draft.totals.payable < 0:
        raise Refused(say("Only a credit note may have a negative total."), "SIGN")


def open_period(ledger: Ledger, day: date) -> None:
    """Raises Misconfigured for a day in a closed period. The series is locked: nobody closes it meanwhile."""
    upto = rows.value("SELECT locked_upto FROM book_ledger WHERE id = %s", ledger.pk)
    if upto and day <= upto:
        raise Misconfigured(
            say(
                "The period up to %(day)s is closed: nothing is dated in it any more. Choose a later date.",
                day=upto,
            ),
            "PERIOD-LOCKED",
        )


def _day(ledger: Ledger, draft: Draft, clock: Clock) -> date:
    """Never in the future (FA(3) P_1, FatturaPA 00403)."""
    day = draft.issue_date
    if day is None or is_ahead(ledger, day, clock):
        raise Refused(say("A document cannot be dated %(day)s.", day=day or "-"), "DATE")
    return day


_RULES: tuple[Callable[[Ledger, Draft], None], ...] = (_kind, _size, _rates, _sums)
