"""What came of it, checked against the other side's own books."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facturier.cli.demo.rows import expected, row_of, unexplained
from facturier.cli.demo.takings import Register
from facturier.model.message import Message, say
from facturier.store.models import Attempt, Connection, Document, Intent, Order, Outcome, State

if TYPE_CHECKING:
    from facturier.sandbox.kit import Sandbox


@dataclass(frozen=True)
class Judged:
    """A system as we know it, and its simulator, which knows better."""

    connection: Connection
    sandbox: "Sandbox"


@dataclass
class Books:
    """One system's book beside ours. standing: what counts in theirs. duplicates: sales with more than one document
    there. lost: answers after the effect. totals_equal: documents whose total is the order's and the system's."""

    system: str
    standing: int
    documents: int
    lost: int
    found: int
    duplicates: int
    totals_equal: int
    pdfs: int


@dataclass
class Verdict:
    """rows: one for each order. wrong: every promise that was not kept; empty means that all went well.

    The figures are those of all books together.
    """

    rows: list[dict[str, Any]]
    states: dict[str, int]
    books: list[Books]
    documents: int
    lost: int
    found: int
    duplicates: int
    totals_equal: int
    pdfs: int
    registers: list[Register] = field(default_factory=list)
    wrong: list[Message] = field(default_factory=list)


def judge(judged: Sequence[Judged], files: Path, losses: int, registers: Sequence[Register] = ()) -> Verdict:
    """Look at every order, every document and every book. losses: answers that were to be lost in each system."""
    from facturier.sandbox.ledger import twice

    orders = (
        Order.objects.select_related("snapshot", "shop")
        .prefetch_related("documents__system")
        .order_by("shop_id", "placed_at", "pk")
    )
    found = Intent.objects.filter(outcome=Outcome.ADOPTED).values_list("document_id", flat=True)
    rows = [row_of(order, set(found)) for order in orders]
    books, wrong = [], unexplained(rows)
    for one in judged:
        told, messages = _compared(one, files)
        books.append(told)
        wrong += [*messages, *_counts(told, losses)]
    everywhere = twice(document for one in judged for document in one.sandbox.standing())
    if everywhere:
        wrong.append(say("%(count)s sales have two documents.", count=len(everywhere)))
    wrong += [message for register in registers for message in register.wrong]
    return Verdict(
        rows=rows,
        states=dict(Counter(row["standing"] for row in rows)),
        books=books,
        documents=sum(one.documents for one in books),
        lost=sum(one.lost for one in books),
        found=sum(one.found for one in books),
        duplicates=len(everywhere),
        totals_equal=sum(one.totals_equal for one in books),
        pdfs=sum(one.pdfs for one in books),
        registers=list(registers),
        wrong=wrong,
    )


def _compared(judged: Judged, files: Path) -> tuple[Books, list[Message]]:
    """Our documents in this system beside its own, and those that are not for what their order says."""
    from facturier.sandbox.ledger import twice

    system = judged.connection
    standing = judged.sandbox.standing()
    theirs = {(one.mark, one.number): one.total for one in standing}
    ours = list(
        Document.objects.filter(system=system, state=State.VERIFIED).select_related("order", "snapshot")
    )
    equal = [one for one in ours if theirs.get((one.reference, one.number)) == one.total == expected(one)]
    told = Books(
        system=system.label,
        standing=len(standing),
        documents=len(ours),
        lost=Attempt.objects.filter(intent__document__system=system, outcome="InDoubt").count(),
        found=Intent.objects.filter(document__system=system, outcome=Outcome.ADOPTED).count(),
        duplicates=len(twice(standing)),
        totals_equal=len(equal),
        pdfs=len([one for one in ours if one.pdf and (files / one.pdf).is_file()]),
    )
    return told, _unequal(one for one in ours if one not in equal)


def _unequal(documents: Iterable[Document]) -> list[Message]:
    def amount(value: Decimal | None) -> object:
        return "?" if value is None else value

    return [
        say(
            "%(name)s is for %(total)s, its order for %(expected)s.",
            name=one,
            total=one.total,
            expected=amount(expected(one)),
        )
        for one in documents
    ]


def _counts(told: Books, losses: int) -> list[Message]:
    wrong = []
    if told.standing != told.documents:
        wrong.append(
            say(
                "The book of %(system)s has %(theirs)s, ours %(ours)s.",
                system=told.system,
                theirs=told.standing,
                ours=told.documents,
            )
        )
    if told.lost < losses or told.found < told.lost:
        wrong.append(
            say(
                "%(system)s: %(found)s of %(lost)s lost answers were found; %(losses)s were to be lost.",
                system=told.system,
                found=told.found,
                lost=told.lost,
                losses=losses,
            )
        )
    if told.pdfs != told.documents:
        wrong.append(
            say(
                "%(system)s: %(pdfs)s of %(count)s PDFs were kept.",
                system=told.system,
                pdfs=told.pdfs,
                count=told.documents,
            )
        )
    return wrong
