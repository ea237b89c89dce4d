"""What a person may do to an order or a document just now. The flows refuse the rest; doors show only these."""

from datetime import datetime
from enum import StrEnum

from facturier.flows import kinds
from facturier.flows.env import Env
from facturier.flows.never_issued import may_be_amended, no_credit
from facturier.flows.transmit_asked import may_be_sent
from facturier.ports.capabilities import Capabilities
from facturier.store import outcomes, transmissions, undoing, wishes
from facturier.store.models import NOTHING_THERE, Division, Document, Order, Standing, State, Wish


class Act(StrEnum):
    """TRY_AGAIN: decide anew what stopped. CORRECT: give a field of the order another value. GONE: somebody deleted
    it in the system. TRANSMIT: send the e-invoice that no route asked for. SEND: whatever its turn, as a kind of
    document that is chosen."""

    ISSUE = "issue"
    SEND = "send"
    TRY_AGAIN = "try_again"
    CORRECT = "correct"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    CREDIT = "credit"
    REISSUE = "reissue"
    ACCEPT = "accept"
    SETTLE = "settle"
    GONE = "gone"
    TRANSMIT = "transmit"
    VIEW = "view"


_GO = (Standing.NEW, Standing.WAITING, Standing.READY)
_STOPPED = (Standing.HELD, Standing.REFUSED, Standing.WITHDRAWN, Standing.CLOSED)
_UNSENT = (State.READY, State.HELD, State.REFUSED)
_MADE = (State.VERIFIED, State.DISPUTED)


def for_order(order: Order) -> frozenset[Act]:
    """What may be done with an order as a whole, whatever its documents are."""
    if order.closed_by:
        return frozenset({Act.REOPEN})
    found = set()
    standing = Standing(order.standing)
    documents = [one for one in order.documents.all() if one.original_id is None]
    standing_documents = [one for one in documents if not one.retired_at and one.state not in NOTHING_THERE]
    if not standing_documents:
        found.add(Act.CLOSE)
    if standing in _GO:
        found.add(Act.ISSUE)
    if standing in _STOPPED and not any(one.number for one in documents):
        found.add(Act.TRY_AGAIN)
    if standing in (Standing.HELD, Standing.WAITING, Standing.READY, Standing.REFUSED):
        found.add(Act.CORRECT)
    if any(may_be_amended(one) for one in standing_documents):
        found.add(Act.CORRECT)
    if standing is not Standing.WITHDRAWN and not kinds.invoiced(documents):
        found.add(Act.SEND)
    return frozenset(found)


def for_document(env: Env, document: Document) -> frozenset[Act]:
    """What may be done with one document, sale or credit note. Nothing in its system, where the settings of that
    cannot be used."""
    state = State(document.state)
    found = {Act.VIEW} if document.pdf else set()
    if state in _UNSENT and not _leased(document, env.clock.now()):
        found.add(Act.WITHDRAW)
    if may_be_sent(env, document):
        found.add(Act.TRANSMIT)
    if state is State.HELD_IN_DOUBT:
        found.add(Act.SETTLE)
    if state is State.DISPUTED and document.stated is not None:
        found.add(Act.ACCEPT)
    if state in _MADE and not _wished(document):
        able = env.able(document.system)
        found |= _undoing(document, able) if able else set()
    return frozenset(found)


def _undoing(document: Document, system: Capabilities) -> set[Act]:
    """Ways to undo an issued document that nobody is undoing already. A credit note can only have been deleted."""
    taken, stands = outcomes.spoken_for(document), undoing.stands(document)
    found = {Act.GONE} if stands and not taken else set()
    if document.original_id is not None or _replaced(document):
        return found
    credits = (system.corrects_whole or system.corrects_part) and no_credit(document) is None
    cancels = system.cancels and not taken and not transmissions.perhaps_there(document)
    if stands:
        if cancels:
            found.add(Act.CANCEL)
        if credits and taken < document.total:
            found.add(Act.CREDIT)
    if (
        document.division == Division.WHOLE
        and kinds.shut(document.order) is None
        and not wishes.superseded(document)
        and (not stands or credits or cancels)
    ):
        found.add(Act.REISSUE)
    return found


def _wished(document: Document) -> bool:
    """Something is asked for already and waits for the document's turn."""
    return document.wishes.filter(state=Wish.State.WAITING).exists()


def _replaced(document: Document) -> bool:
    """An invoice was made out of it, or may have been: that is what can be undone. It may be deleted all the same."""
    return document.successors.exclude(state__in=NOTHING_THERE).exists()


def _leased(document: Document, now: datetime) -> bool:
    return document.lease_until is not None and document.lease_until > now
