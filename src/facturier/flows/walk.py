"""Through the numbers of one series, upwards: what stands there against what our book has (invariant I4).

A system that lists its documents is read from a few numbers below where the last walk ended. One that cannot is
walked by number: what our own book does not have is read, and what it has is looked at once more. Where only the
newest document of a series can be deleted, nothing older need be.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from facturier.flows import presence, voided
from facturier.flows.env import Env
from facturier.flows.patience import T, patiently
from facturier.flows.strangers import Judge, Reconciled
from facturier.model.kinds import DocumentKind
from facturier.model.reference import installation_of
from facturier.ports.capabilities import Settling
from facturier.ports.offers import SeriesOffer
from facturier.ports.system import Candidate, System
from facturier.store import installation, series
from facturier.store.models import Connection, Document, State

KEPT_EVERY = 20
"""Numbers after which it is noted how far the walk came: the next one goes on there if this one is broken off."""
LISTED_AT_ONCE, SEEN_AGAIN = 100, 20
STRANGERS_AT_ONCE = 50
BEGUN_ANEW = 3
"""Where more documents of an earlier year than these lie above the first of the next, the series began anew."""


class Walk:
    """Of one series of one account."""

    def __init__(
        self, env: Env, connection: Connection, system: System, offer: SeriesOffer, result: Reconciled
    ) -> None:
        self._env, self._connection, self._system = env, connection, system
        self._name, self._next = offer.name, int(offer.next_number)
        self._kind, self._result = offer.kind, result
        self._walked = (connection, offer.name, offer.kind)
        self._judge = Judge(env, connection, offer.name, result)
        self._lists = system.capabilities.lists_documents
        self._finds = system.capabilities.settling is not Settling.BY_NUMBER
        self._documents: dict[int, Document] = {}

    def go(self, look_back: int) -> None:
        rows = series.documents_in(self._connection, self._name, self._kind)
        documents, following = self._this_run(rows), self._next
        self._documents = documents
        start = series.walked_to(*self._walked) or self._begins(look_back)
        self._beyond()
        if self._lists:
            self._listed(range(start, following))
            return
        self._fallen(start)
        upto, kept = following, start
        for run in self._runs(range(start, following)):
            if run.start not in documents or self._patiently(partial(self._missing, run.start)):
                upto = min([upto, *self._unreadable(run)])
            if run.stop - kept >= KEPT_EVERY:
                series.walked(*self._walked, min(upto, run.stop))
                kept = run.stop
        series.walked(*self._walked, upto)

    def _begins(self, look_back: int) -> int:
        """Of the first walk: where ours begin, deleted ones too, for one that was only renumbered lies above."""
        first = series.first_number(self._connection, self._name, self._kind)
        if first is None:
            return self._lowest(look_back)
        return max(1, min(first, self._next - look_back))

    def _lowest(self, look_back: int) -> int:
        """Where our book knows none of ours: further down for as long as the lowest that would be read are ours."""
        begin = max(1, self._next - look_back)
        while begin > 1 and self._holds_ours(range(begin, min(begin + LISTED_AT_ONCE, self._next))):
            begin = max(1, begin - look_back)
        return begin

    def _holds_ours(self, numbers: range) -> bool:
        seen = self._patiently(partial(self._page, numbers)) if numbers else []
        return any(one.reference and installation_of(one.reference) == installation.mark() for one in seen)

    def _runs(self, numbers: range) -> Iterator[range]:
        """Each number of ours for itself; between them, as many as can be asked for with one call."""
        longest = STRANGERS_AT_ONCE if self._finds else 1
        begun = numbers.start
        for number in (*(one for one in numbers if one in self._documents), numbers.stop):
            for first in range(begun, number, longest):
                yield range(first, min(first + longest, number))
            if number < numbers.stop:
                yield range(number, number + 1)
            begun = number + 1

    def _listed(self, numbers: range) -> None:
        """Ours and all others alike, page by page; a few that the last walk saw are on the first page as well."""
        upto = numbers.stop
        for first in range(max(1, numbers.start - SEEN_AGAIN), numbers.stop, LISTED_AT_ONCE):
            run = range(first, min(first + LISTED_AT_ONCE, numbers.stop))
            for seen in self._patiently(partial(self._page, run)):
                if not self._understood(seen, numbers.start):
                    upto = min(upto, int(seen.number))
            series.walked(*self._walked, min(upto, max(run.stop, numbers.start)))
        series.walked(*self._walked, upto)

    def _page(self, run: range) -> list[Candidate]:
        return list(self._system.walk(self._name, run, self._kind or DocumentKind.INVOICE))

    def _understood(self, seen: Candidate, start: int) -> bool:
        """Whether it is known whose it is. What is not ours was judged already where it lies below `start`."""
        number = int(seen.number)
        document = self._documents.get(number)
        if document is not None:
            self._result.looked += 1
            if not presence.other(document, seen):
                self._result.differs(voided.heard(self._env, document, seen.cancelled))
                presence.back(self._env, document)
                return True
            self._gone(document)
        elif number < start:
            return True
        return self._judged(seen)

    def _judged(self, seen: Candidate) -> bool:
        """False: it is there, but whose it is could not be read."""
        self._result.read += 1
        if _unread(seen):
            self._result.unread += 1
            return False
        self._judge.judge(seen)
        return True

    def _this_run(self, rows: Iterable[Document]) -> dict[int, Document]:
        """Without those before the series began anew, as some do with each year.

        Where no more than a few of a year's last numbers were given again in the next, they were deleted meanwhile.
        """
        documents: dict[int, Document] = {}
        for _, of_year in groupby(rows, _year):
            later = {int(row.number): row for row in of_year}
            above = [number for number in documents if number >= min(later)]
            if len(above) > BEGUN_ANEW:
                documents = {}
            else:
                for number in above:
                    self._gone(documents.pop(number))
            documents |= later
        year = self._env.clock.now().year  # some hours of New Year's night do not matter here
        earlier = {number for number, row in documents.items() if _year(row) < year}
        if len([number for number in earlier if number >= self._next]) <= BEGUN_ANEW:
            return documents
        return {number: row for number, row in documents.items() if number not in earlier}

    def _beyond(self) -> None:
        """What has the next number, or one above, was deleted, or issued since the account told that number: only a
        look says which."""
        for number in [number for number in self._documents if number >= self._next]:
            self._patiently(partial(self._looked_for, number))

    def _looked_for(self, number: int) -> None:
        """Also by its paper, where the system tells no total of its kind."""
        document = self._documents[number]
        if document.kind in self._system.capabilities.statements:
            self._missing(number)
        else:
            self._result.differs(presence.vanished(self._env, document, self._system))

    def _fallen(self, start: int) -> None:
        """Those that must be the first to be deleted: from the newest that was there when the last walk ended
        downwards, until one is there still."""
        earlier = [number for number in self._documents if number < min(start, self._next)]
        for number in sorted(earlier, reverse=True):
            if not self._patiently(partial(self._missing, number)):
                return
            self._unreadable(range(number, number + 1))

    def _patiently(self, look: Callable[[], T]) -> T:
        """Where a walk is broken off, the next one goes on here."""
        return patiently(self._env, look)

    def _unreadable(self, run: range) -> list[int]:
        """Look at numbers that our book does not have, or that are somebody else's by now. Returns those that are
        there, but whose they are could not be read."""
        return [int(one.number) for one in self._patiently(partial(self._page, run)) if not self._judged(one)]

    def _missing(self, number: int) -> bool:
        document = Document.objects.select_related("order").get(pk=self._documents[number].pk)
        self._result.looked += 1
        missing = presence.missing(self._env, document, self._system)
        if missing:
            self._gone(document)
        else:
            presence.back(self._env, document)
        return missing

    def _gone(self, document: Document) -> None:
        if document.state != State.ISSUED:  # a list may lag behind: verifying it takes care of that
            self._result.differs(presence.gone(self._env, document))


def _year(document: Document) -> int:
    """Of its date; it has one as soon as it has a number."""
    return document.issued_on.year if document.issued_on else 0


def _unread(seen: Candidate) -> bool:
    """It is there (it has a sum), but whose it is could not be read. A gap has neither."""
    return not seen.readable and seen.total is not None
