"""What came of it, checked against the other side's own books."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from facturier.cli.show import order_row
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import total
from facturier.store.models import Attempt, Document, Intent, Order, Outcome, State

_LIKE_MONEY = (LineKind.GIFT_CARD, LineKind.STORE_CREDIT)
_OPEN = {"new", "ready", "sending", "in_doubt", "issued"}


class Ledger(Protocol):
    """A system's own book. standing: totals of the documents that count, by series and number."""

    def standing(self) -> dict[tuple[str, str], Decimal]: ...
    def duplicates(self) -> int: ...


@dataclass
class Verdict:
    """rows: one for each order. wrong: every promise that was not kept; empty means that all went well."""

    rows: list[dict[str, Any]]
    states: dict[str, int]
    documents: int
    lost: int
    found: int
    duplicates: int
    totals_equal: int
    pdfs: int
    wrong: list[Message] = field(default_factory=list)


def judge(ledgers: Mapping[int, Ledger], files: Path, losses: int) -> Verdict:
    """Look at every order, every document and the other side's book. ledgers: by the connection to them. losses:
    answers that were to be lost."""
    orders = list(
        Order.objects.select_related("snapshot", "shop")
        .prefetch_related("documents")
        .order_by("placed_at", "pk")
    )
    documents = list(Document.objects.filter(state=State.VERIFIED).select_related("order__snapshot", "route"))
    standing = {
        (system, *name): total
        for system, ledger in ledgers.items()
        for name, total in ledger.standing().items()
    }
    equal = [
        one
        for one in documents
        if standing.get((one.system_id, one.series, one.number)) == one.total == _expected(one)
    ]
    found = Intent.objects.filter(outcome=Outcome.ADOPTED).values_list("document_id", flat=True)
    rows = [_row(order, set(found)) for order in orders]
    verdict = Verdict(
        rows=rows,
        states=dict(Counter(row["standing"] for row in rows)),
        documents=len(documents),
        lost=Attempt.objects.filter(outcome="InDoubt").count(),
        found=len(found),
        duplicates=sum(ledger.duplicates() for ledger in ledgers.values()),
        totals_equal=len(equal),
        pdfs=len([one for one in documents if one.pdf and (files / one.pdf).is_file()]),
    )
    verdict.wrong = [
        *_unexplained(rows),
        *_unequal(documents, equal),
        *_counts(verdict, len(standing), losses),
    ]
    return verdict


def _row(order: Order, found: set[int]) -> dict[str, Any]:
    row = order_row(order)
    documents = [one for one in order.documents.all() if one.number]
    row["pdf"] = next((one.pdf for one in documents if one.pdf), "")
    if documents and row["reason"] is None:
        lost = any(one.pk in found for one in documents)
        row["reason"] = say("Its answer was lost; found again.") if lost else say("Issued and verified.")
        row["total"] = documents[0].total
    return row


def _expected(document: Document) -> Decimal | None:
    """Gross of the sale: what the buyer pays in money or by a card that is as good as money, without what
    the shop gave back before the invoice."""
    facts = document.snapshot.facts
    if facts is None:
        return None
    cards = total(line.gross for line in facts.lines if line.kind in _LIKE_MONEY)
    return facts.payable - cards - total(refund.gross for refund in facts.refunds)


def _unexplained(rows: list[dict[str, Any]]) -> list[Message]:
    return [
        say("Order %(order)s is %(standing)s without a document or a reason.", **row)
        for row in rows
        if row["standing"] in _OPEN or not (row["document"] or row["reason"])
    ]


def _unequal(documents: list[Document], equal: list[Document]) -> list[Message]:
    return [
        say(
            "%(name)s is for %(total)s, its order for %(expected)s.",
            name=one,
            total=one.total,
            expected=_expected(one),
        )
        for one in documents
        if one not in equal
    ]


def _counts(verdict: Verdict, standing: int, losses: int) -> list[Message]:
    wrong = []
    if verdict.duplicates:
        wrong.append(say("%(count)s sales have two documents.", count=verdict.duplicates))
    if standing != verdict.documents:
        wrong.append(
            say("The system's book has %(theirs)s, ours %(ours)s.", theirs=standing, ours=verdict.documents)
        )
    if verdict.lost < losses or verdict.found < verdict.lost:
        wrong.append(
            say(
                "%(found)s of %(lost)s lost answers were found; %(losses)s were to be lost.",
                found=verdict.found,
                lost=verdict.lost,
                losses=losses,
            )
        )
    if verdict.pdfs != verdict.documents:
        wrong.append(say("%(pdfs)s of %(count)s PDFs were kept.", pdfs=verdict.pdfs, count=verdict.documents))
    return wrong
