"""What somebody does in a book of ours through a connection of their own: it is a service like any other."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace
from tests.proof.systems.staged import ELSEWHERE
from tests.systems.book.desk import Desk

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.systems.book.content import joined
from facturier.systems.book.models import Document
from facturier.systems.book.sandbox import BookSandbox


class Beside:
    """Whatever is asked may be refused, and then nothing has happened."""

    def __init__(self, sandbox: BookSandbox) -> None:
        self._sandbox, self._dice = sandbox, sandbox.random

    @property
    def deeds(self) -> Mapping[str, Callable[[], str]]:
        return {
            "pay beside us": self._pay,
            "cancel beside us": self._cancel,
            "issue beside us": self._issue,
        }

    def _any(self, *kinds: DocumentKind) -> Document | None:
        rows = Document.objects.filter(ledger__name=self._sandbox.ledger).select_related("series", "named")
        found = list(rows.filter(kind__in=kinds or list(DocumentKind)).order_by("pk"))
        return self._dice.choice(found) if found else None

    def _pay(self) -> str:
        """The whole or half of it; now and then of a type that the book does not have, or tomorrow."""
        if (row := self._any()) is None:
            return "finds nothing to pay"
        desk, share = Desk(self._sandbox), self._dice.choice((1, 1, 2))
        amount = (row.total / share).quantize(Decimal("0.01"))
        on = desk.today + timedelta(days=self._dice.choice((0, 0, 0, 1)))
        desk.system.pay(_named(row), self._dice.choice(("cash", "cash", "cheque")), amount, on)
        return f"notes {amount} on {row}"

    def _cancel(self) -> str:
        if (row := self._any()) is None:
            return "finds nothing to cancel"
        Desk(self._sandbox).system.cancel(_named(row))
        return f"cancels {row}"

    def _issue(self) -> str:
        """The same again for somebody else, under the mark of another installation, once."""
        if (row := self._any(DocumentKind.INVOICE)) is None:
            return "finds nothing to issue again"
        draft = replace(joined(row.content, row.named.facts), original=None, payment=None, issue_date=None)
        return f"issues {Desk(self._sandbox).put(draft, ELSEWHERE)} as another installation"


def _named(row: Document) -> Issued:
    return Issued(DocumentKind(row.kind), row.series.name, row.name)
