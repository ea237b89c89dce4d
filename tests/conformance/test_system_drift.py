"""Every field of every answer of a system, left out once and mistyped once: refused, in doubt or harmless.

Strictly: the same deed over the drifted answers ends with the same result or with an error of the family. Where the
answer of a change drifted that had its effect, no error says that it had none. A look for a lost document may only
end as it would have, or with no conclusion.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Made
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.deeds import DEEDS, Deed
from tests.conformance.found import each_system
from tests.conformance.guesses import Drifting, differences
from tests.conformance.line import Line
from tests.conformance.wire import Recorded, Recording, Replay, documents, straight

from facturier.model.document import Issued, Statement
from facturier.ports.errors import InDoubt, RemoteError
from facturier.ports.offers import Check, Offers
from facturier.ports.system import Candidate, Settlement, StockLevel, Verdict
from facturier.sandbox.faults import Trouble

READS = ("GET", "HEAD")
LISTS = ("offers", "stock", "walk", "cancelled_since")
"""What an account has so many of that one more or less is no change of shape."""


class Rehearsal:
    """A deed that was done once over a recording, to be done again over drifted answers.

    Nothing but the answers is another then: no budget stands in front, and no time passes.
    """

    def __init__(self, account: Account, deed: Deed, what: Any) -> None:
        self.account, self.deed, self.what = account, deed, what
        account.wait()
        account.line.between = recording = Recording()
        self.usual = self._outcome()
        self.answers = recording.answers
        account.line.between = straight
        self._line = Line(account.sandbox, account.clock, metered=False)
        connector = account.connector
        assert connector.system is not None
        self._system = connector.system(connector.read(dict(account.values)), self._line.http)

    def over(self, answers: list[Recorded], drifted: Recorded) -> Iterator[str]:
        """What is wrong with the outcome."""
        self._line.between = replay = Replay(answers)
        usual_system, self.account.system = self.account.system, self._system
        outcome = self._outcome()
        self.account.system = usual_system
        yield from (f"({door} was called)" for door in replay.strayed)
        yield from wrong(self.usual, outcome, drifted.method not in READS)

    def _outcome(self) -> Any:
        try:
            return bare(self.deed.act(self.account, self.what))
        except RemoteError as error:
            return error


def bare(result: Any) -> Any:
    """A result without the moments of reading, and without the next numbers that a person is shown."""
    match result:
        case list() | tuple():
            return [bare(one) for one in result]
        case Statement() | StockLevel():
            return replace(result, at=result.at.min)
        case Issued() if result.stated:
            return replace(result, stated=bare(result.stated))
        case Settlement() if result.document:
            return replace(result, document=bare(result.document))
        case Offers():
            return replace(result, series=tuple(replace(one, next_number="") for one in result.series))
    return result


UNTOLD = {
    Issued: ("issued_on", "currency", "total", "remote_id", "link", "public_link", "stated"),
    Statement: ("vat", "cancelled"),
    Candidate: ("total", "cancelled"),
}
"""What the port lets a system not tell. It is read again, or not used: nothing is concluded from it."""


def told(usual: Any, found: Any) -> Any:
    """An outcome in which nothing that may be untold is."""
    match found:
        case list() if isinstance(usual, list) and len(usual) == len(found):
            return [told(one, other) for one, other in zip(usual, found, strict=True)]
        case Candidate() if not found.readable:
            return usual
        case Settlement() if found.document and usual.document:
            return replace(found, document=told(usual.document, found.document))
        case Issued() | Statement() | Candidate() if type(usual) is type(found):
            left_out = [name for name in UNTOLD[type(found)] if getattr(found, name) in (None, "")]
            found = replace(found, **{name: getattr(usual, name) for name in left_out})
            if isinstance(found, Issued) and isinstance(usual, Issued) and found.stated:
                return replace(found, stated=told(usual.stated, found.stated))
    return found


def wrong(usual: Any, found: Any, changed: bool) -> Iterator[str]:
    """changed: the answer that drifted is that of a change."""
    match found:
        case RemoteError():
            if changed and not isinstance(usual, RemoteError) and not isinstance(found, InDoubt):
                yield f"({type(found).__name__}, although it was done)"
        case _ if isinstance(usual, RemoteError):
            yield f"({type(usual).__name__} was taken for a success)"
        case Settlement():
            if found.verdict is not Verdict.UNKNOWN:
                yield from differences(usual.verdict, found.verdict, "settled")
                yield from differences(usual.document, told(usual, found).document, "settled")
            elif not found.why.strip():
                yield "(no conclusion, and nothing says why)"
        case [Check(), *_]:
            yield from (f"({one.what} fails in silence)" for one in found if not (one.ok or str(one.detail)))
        case _:
            yield from differences(usual, told(usual, found), "result")


@each_system
@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_nothing_is_guessed(subject: Subject[SystemArrangement], deed: Deed) -> None:
    account = Account(subject)
    if not deed.declared(account.system.capabilities):
        pytest.skip("not declared")
    rehearsal = Rehearsal(account, deed, deed.prepare(account))
    drifting = Drifting(subject.arrangement.optional, deed.name)
    drifting.over(rehearsal.answers, rehearsal.over, entries=deed.name not in LISTS)
    assert drifting.tried or not list(documents(rehearsal.answers))
    assert not drifting.verdict(), drifting.verdict()


@each_system
def test_an_absent_document_is_not_found(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    account.issue(account.draft())
    settle = next(deed for deed in DEEDS if deed.name == "settle")
    rehearsal = Rehearsal(account, settle, account.lose(Trouble.LOST_REQUEST))
    assert rehearsal.usual.verdict is Verdict.ABSENT
    drifting = Drifting({}, "settle")
    drifting.over(rehearsal.answers, rehearsal.over)
    assert not drifting.verdict(), drifting.verdict()


NOWHERE = "987654"


@each_system
@pytest.mark.parametrize(
    "name", ["statement", "pdf", "cancel", "restore", "delete", "pay", "transmit", "transmission"]
)
def test_a_refusal_is_not_taken_for_a_success(subject: Subject[SystemArrangement], name: str) -> None:
    """Of a document that is not there."""
    account, deed = Account(subject), next(deed for deed in DEEDS if deed.name == name)
    if not deed.declared(account.system.capabilities):
        pytest.skip("not declared")
    made = deed.prepare(account)
    lost = Made(made.draft, made.reference, replace(made.issued, number=NOWHERE))
    rehearsal = Rehearsal(account, deed, lost)
    assert isinstance(rehearsal.usual, RemoteError)
    drifting = Drifting({}, name)
    drifting.over(rehearsal.answers, rehearsal.over)
    assert not drifting.verdict(), drifting.verdict()


@each_system
def test_an_account_that_can_no_longer_issue_issued_nothing(subject: Subject[SystemArrangement]) -> None:
    """However its refusal drifts, it is none of a document that was made."""
    invoice = next(deed for deed in DEEDS if deed.issues)
    for accident in subject.arrangement.unusable().values():
        account = Account(subject)
        what = invoice.prepare(account)
        accident(account.sandbox)
        rehearsal = Rehearsal(account, invoice, what)
        assert isinstance(rehearsal.usual, RemoteError)
        drifting = Drifting({}, invoice.name)
        drifting.over(rehearsal.answers, rehearsal.over)
        assert not drifting.verdict(), drifting.verdict()
