"""What people do on the pages of Oblio with drafts and with credit notes."""

from collections.abc import Callable, Mapping

from tests.proof.systems.staged import a_price

from facturier.systems.oblio.sandbox import OblioSandbox
from facturier.systems.oblio.sandbox.book import Document, Kind

FULL = 100
"""As many as a page of the list holds."""


class OblioPages:
    """Each tells what it did. `series`: of our invoices."""

    def __init__(self, sandbox: OblioSandbox, series: str) -> None:
        self._sandbox = sandbox
        self._series = series

    @property
    def deeds(self) -> Mapping[str, Callable[[], str]]:
        return {
            "leave unfinished": self._leave,
            "leave a page unfinished": self._leave_many,
            "copy unfinished": self._copy,
            "restore": self._restore,
            "delete credit": self._delete,
            "cancel credit": self._cancel,
        }

    def _last(self) -> Document | None:
        there = self._sandbox.company().standing(Kind.INVOICE, self._series)
        return max(there, key=lambda one: int(one.number), default=None)

    def _leave(self) -> str:
        last = self._last()
        price = a_price(last.total, int(last.number)) if last else a_price()
        return f"leaves invoice {self._sandbox.person.draft(self._series, price)} for {price} unfinished"

    def _leave_many(self) -> str:
        """An import of somebody's, which is gone through later."""
        for _ in range(FULL):
            self._sandbox.person.draft(self._series, "55.00")
        return f"leaves {FULL} invoices unfinished"

    def _copy(self) -> str:
        """Of the newest invoice, with all that stands on it, to be changed and issued later."""
        last = self._last()
        if last is None or last.total <= 0:
            return "finds nothing to copy"
        copied = self._sandbox.person.draft(self._series, f"{last.total}", mentions=last.mentions)
        return f"leaves a copy of {last.number} unfinished as {copied}"

    def _restore(self) -> str:
        """The newest invoice that is cancelled."""
        there = self._sandbox.company().standing(Kind.INVOICE, self._series)
        last = max(
            (one for one in there if one.cancelled and one.total > 0),
            key=lambda one: int(one.number),
            default=None,
        )
        if last is None:
            return "finds nothing to restore"
        return f"restores {self._sandbox.person.restore(self._series, last.number)}"

    def _delete(self) -> str:
        """Only the last of a series can go."""
        if self._credit() is None:
            return "finds no credit note that can be deleted"
        return f"deletes the credit note {self._sandbox.person.delete_last(self._series)}"

    def _cancel(self) -> str:
        """Soon after it was made. An older one is looked at again where Oblio tells of it, and else by nobody."""
        last = self._credit()
        if last is None:
            return "finds no credit note"
        return f"cancels the credit note {self._sandbox.person.cancel(self._series, last.number)}"

    def _credit(self) -> Document | None:
        last = self._last()
        return last if last is not None and last.total < 0 else None
