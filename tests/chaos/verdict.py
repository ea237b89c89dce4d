"""Both books beside each other once all is quiet: what the simulators wrote down themselves, and ours.

Stricter than the proof: nobody edits, refunds or decides here, so each order must have come to the best end.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
from tests.chaos.remotes import Sold
from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.invariants import INVARIANTS
from tests.proof.invariants.effects import MARK
from tests.proof.remote import Remote
from tests.support.processes import Process

from facturier.store.effects import PAY
from facturier.store.models import Alarm, Attempt, Connection, Document, Effect, Intent, Order, State

INTERNAL = "INTERNAL"
PDF_BEGINS, PDF_ENDS = b"%PDF", b"%%EOF"


@dataclass(frozen=True)
class Verdict:
    """digest: of every order, its number and total, the same in both books. intents: how many ended how."""

    breaches: Sequence[str]
    digest: str
    intents: Mapping[str, int]


@dataclass(frozen=True)
class Seen:
    """What both sides have. files: where the PDFs are."""

    sold: Sequence[Sold]
    books: Books
    files: Path
    blocks: int
    mine: Mapping[str, Sequence[Document]] = field(default_factory=dict)


def judge(shop: Process, system: Process, files: Path, blocks: int) -> Verdict:
    sold = msgspec.json.decode(shop.say("book"), type=list[Sold])
    remotes = msgspec.json.decode(system.say("book"), type=list[Remote])
    documents = list(Document.objects.select_related("order__snapshot", "sale", "original").order_by("pk"))
    comments = [comment for order in sold for comment in order.comments]
    orders = list(Order.objects.select_related("snapshot").order_by("pk"))
    books = Books(remotes, documents, orders, list(Alarm.objects.filter(closed_at=None)), comments)
    mine = {
        order.remote_id: [one for one in documents if one.order.remote_id == order.remote_id]
        for order in sold
    }
    seen = Seen(sold, books, files, blocks, mine)
    checks = (_documents, _numbers, _comments, _payments, _pdfs, _internal, _limits, _digests, _invariants)
    return Verdict(
        breaches=[why for check in checks for why in check(seen)],
        digest=_digest(_theirs(seen)),
        intents=dict(Counter(Intent.objects.exclude(outcome="").values_list("outcome", flat=True))),
    )


def _documents(seen: Seen) -> Iterator[str]:
    """Every order has exactly one document, it stands in the system, and all three totals are equal."""
    for order in seen.sold:
        mine = [one for one in seen.mine[order.remote_id] if one.state == State.VERIFIED]
        if len(mine) != 1 or len(seen.mine[order.remote_id]) != 1:
            found = ", ".join(
                f"{one} ({one.state}: {one.reason} {one.words})" for one in seen.mine[order.remote_id]
            )
            yield f"order {order.number} has {found or 'no document'}"
        for document in mine:
            remote = seen.books.marked(document.reference)
            if [(one.series, one.number, one.total) for one in remote] != [
                (document.series, document.number, document.total)
            ]:
                there = ", ".join(map(str, remote)) or "nothing"
                yield f"order {order.number} is {document} for {document.total} here, {there} in the system"
            if document.total != order.total:
                yield f"order {order.number} is for {order.total} in the shop, {document.total} here"


def _numbers(seen: Seen) -> Iterator[str]:
    """No number twice in either book, and no document more than there are orders."""
    theirs = Counter((one.series, one.number) for one in seen.books.remotes)
    ours = Counter((one.series, one.number) for one in seen.books.documents if one.number)
    for book, numbers in (("system", theirs), ("here", ours)):
        yield from (
            f"{' '.join(name)} stands {times} times ({book})" for name, times in numbers.items() if times > 1
        )
    if len(seen.books.remotes) != len(seen.sold):
        yield f"the system has {len(seen.books.remotes)} documents for {len(seen.sold)} orders"


def _comments(seen: Seen) -> Iterator[str]:
    """The number was written onto the shop's order once, and onto its own."""
    for order in seen.sold:
        marks = [mark for comment in order.comments for mark in MARK.findall(comment)]
        if marks != [one.reference for one in seen.mine[order.remote_id]]:
            yield f"order {order.number} bears the marks {marks}"


def _payments(seen: Seen) -> Iterator[str]:
    """What was recorded as paid is what our document says: paid with its making, or by an effect, once."""
    later = set(Effect.objects.filter(what=PAY).values_list("document_id", flat=True))
    paid = {one.reference for one in seen.books.documents if one.draft.payment or one.pk in later}
    for remote in seen.books.remotes:
        wanted = remote.total if remote.reference in paid else Decimal(0)
        if remote.paid != wanted:
            yield f"{remote} is paid with {remote.paid}, not {wanted}"


def _pdfs(seen: Seen) -> Iterator[str]:
    for document in seen.books.documents:
        if document.state != State.VERIFIED:
            continue
        path = seen.files / document.pdf
        body = path.read_bytes() if document.pdf and path.is_file() else b""
        if not (body.startswith(PDF_BEGINS) and body.rstrip().endswith(PDF_ENDS)):
            yield f"the PDF of {document} is not whole ({document.pdf or 'none'}, {len(body)} bytes)"


def _internal(seen: Seen) -> Iterator[str]:
    """No failure that Facturier did not foresee, also where it was over soon."""
    for alarm in Alarm.objects.filter(code=INTERNAL).order_by("at"):
        yield f"{alarm.subject}: {alarm.message}"


def _limits(seen: Seen) -> Iterator[str]:
    if seen.blocks:
        yield f"the system turned away {seen.blocks} calls that were too many"


def _digests(seen: Seen) -> Iterator[str]:
    ours = [
        f"{one.order.number} {one.series} {one.number} {one.total}"
        for one in seen.books.documents
        if one.state == State.VERIFIED
    ]
    if _digest(ours) != _digest(_theirs(seen)):
        yield "the two books are not the same"


def _theirs(seen: Seen) -> list[str]:
    """Orders, numbers and totals by the shop's and the system's books alone; only a mark leads from one to the
    other, and the shop's own comment says which is whose."""
    whose = {
        mark: order.number for order in seen.sold for each in order.comments for mark in MARK.findall(each)
    }
    return [
        f"{whose.get(one.reference, '?')} {one.series} {one.number} {one.total}" for one in seen.books.remotes
    ]


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _invariants(seen: Seen) -> Iterator[str]:
    """The proof's own, on a ground of which they need only this much."""
    rows = {row.role: row for row in Connection.objects.all()}
    exceeded: list[datetime] = []
    numbers = {order.remote_id: order.number for order in seen.sold}
    ground = SimpleNamespace(
        front=SimpleNamespace(orders=lambda: numbers),
        vendor=_vendor(seen),
        env=SimpleNamespace(files=seen.files),
        lines={},
        exceeded=exceeded,
        crowded=[],
        unseen=[],
        guessed=set(),
        reconciled_at=None,
        account=rows["system"],
        shop=rows["shop"],
    )
    for name, look in INVARIANTS.items():
        for why in look(cast(Ground, ground), seen.books):
            yield f"{name}: {why}"


def _vendor(seen: Seen) -> SimpleNamespace:
    """The account as its own people see it: nobody there keeps clients, or has another company beside this one;
    and SmartBill does not tell what is cancelled."""
    return SimpleNamespace(
        marks=lambda: [one.reference for one in seen.books.remotes],
        elsewhere=lambda: "",
        clients=list,
        wrong=list,
        tells_cancelled=False,
    )


def answers_in_doubt() -> int:
    return Attempt.objects.filter(outcome="InDoubt").count()
