"""A credit note never takes back more than its document gave (invariant I8), whoever asks."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.money import CENT, ZERO
from facturier.model.totals import Totals
from facturier.ports.errors import Refused
from facturier.systems.book.content import joined
from facturier.systems.book.models import Document, Fact
from facturier.systems.book.reckoning import Rate
from facturier.systems.book.service import reading

CREDITABLE = (DocumentKind.INVOICE, DocumentKind.RECEIPT)


def check(original: Document, draft: Draft) -> None:
    """original: locked. Raises Refused where it cannot be credited, or not that much, in sum or in a VAT rate.

    In a rate one cent more is let through while the sum is kept to: shares of a line that was taxed in several
    ways are rounded one by one.
    """
    _may_be_credited(original, draft)
    done = credits_of(original)
    if draft.whole and (done or draft.totals.payable != -original.total):
        raise _too_much(original, -draft.totals.payable, done)
    taken = sum((one.total for one in done), ZERO) + draft.totals.payable
    if -taken > original.total:
        raise _too_much(original, -draft.totals.payable, done)
    left = _by_rate([totals_of(original), *map(totals_of, done), draft.totals])
    if any(gross < -CENT for gross in left.values()):
        raise _too_much(original, -draft.totals.payable, done)


def credits_of(original: Document) -> list[Document]:
    return list(original.followers.filter(kind=DocumentKind.CREDIT_NOTE).order_by("pk"))


def totals_of(document: Document) -> Totals:
    return joined(document.content, None).totals


def _by_rate(parts: Iterable[Totals]) -> dict[Rate, Decimal]:
    summed: defaultdict[Rate, Decimal] = defaultdict(Decimal)
    for one in parts:
        for row in one.rows:
            summed[row.category, row.percent] += row.gross
    return summed


def _may_be_credited(original: Document, draft: Draft) -> None:
    if original.kind not in CREDITABLE:
        raise Refused(
            say("%(name)s is no invoice or receipt: there is nothing to credit.", name=original), "NO-INVOICE"
        )
    if reading.happened(original, Fact.What.CANCELLED):
        raise Refused(
            say("%(name)s is cancelled: there is nothing left to credit.", name=original), "CANCELLED"
        )
    if original.currency != draft.currency:
        raise Refused(
            say("%(name)s is in %(code)s; so must be its credit.", name=original, code=original.currency),
            "CURRENCY",
        )


def _too_much(original: Document, wanted: Decimal, done: list[Document]) -> Refused:
    left = original.total + sum((one.total for one in done), ZERO)
    return Refused(
        say(
            "Of %(name)s %(left)s %(currency)s can still be credited, not %(wanted)s.",
            name=original,
            left=left,
            currency=original.currency,
            wanted=wanted,
        ),
        "CREDIT-EXCEEDS",
    )
