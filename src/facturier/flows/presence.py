"""Whether a document that we issued still is what stands under its number in the system (DESIGN 5.11).

Who deletes the newest document of a series by hand gives its number free. What we then undo under that number may
be somebody else's.
"""

from decimal import Decimal

from facturier.flows import account, voided
from facturier.flows.env import Env
from facturier.flows.issued import issued_of
from facturier.model.document import Issued, Statement
from facturier.model.message import Message, say
from facturier.model.paper import text_of
from facturier.model.reference import references_in
from facturier.ports.errors import Missing, Refused
from facturier.ports.system import Candidate, System
from facturier.store import journal, outcomes
from facturier.store.models import Document, State
from facturier.store.undoing import GONE


def vanished(env: Env, document: Document, system: System) -> Message | None:
    """Look, before something is undone, and raise an alarm where that would be somebody else's: nothing is there, or
    what carries another mark, or no mark (nor a paper to read) and another total. Raises RemoteError.

    None: it is there, or may be.
    """
    account.of_document(system, document)
    if not document.number.isdigit():
        return None if _by_statement(document, system) else gone(env, document)
    seen = _under_its_number(document, system)
    if not (_told_of(document, system) if seen is None else may_be(document, seen)):
        return gone(env, document)
    if seen is None or not other(document, seen):
        back(env, document)
    if seen is not None:
        voided.heard(env, document, seen.cancelled)
    return None


def not_to_credit(env: Env, document: Document, system: System) -> Message | None:
    """The same, before it is credited: then it must not be cancelled there either."""
    return vanished(env, document, system) or voided.told(document)


def _told_of(document: Document, system: System) -> bool:
    """What a list does not show, for it lags behind, the system may tell of all the same."""
    return document.kind in system.capabilities.statements and _said(document, system) is not None


def back(env: Env, document: Document) -> None:
    """It is there (again), as it was: it was taken out of a bin, or a list had lagged behind."""
    journal.close_alarm(GONE, document, env.clock.now())


def gone(env: Env, document: Document) -> Message:
    """Tell a person. Nothing else follows before they have looked."""
    why = _gone(document)
    journal.raise_alarm(GONE, document, why, env.clock.now(), document.organisation_id)
    return why


def _gone(document: Document) -> Message:
    if document.original_id is not None:
        return say(
            "%(name)s, a credit note of order %(order)s, was deleted or cancelled in the system, or its number is "
            "another document's by now. Look there; then say that it is gone.",
            name=document,
            order=document.order.number,
        )
    return say(
        "%(name)s of order %(order)s was deleted in the system: it is not there, or its number is another document's "
        "by now. Look there; then say that it is gone.",
        name=document,
        order=document.order.number,
    )


def missing(env: Env, document: Document, system: System) -> bool:
    """Whether there is no such document any more, or one with another total, or it is a credit note that somebody
    cancelled; in one call, and so without a look at its mark. That somebody cancelled an invoice is told. False where
    the system tells no total of its kind. Raises RemoteError."""
    return document.kind in system.capabilities.statements and _heard(env, document, system) is None


def statement(env: Env, document: Document, system: System) -> Statement:
    """What the system says of it, before something is added to it. Raises Refused, and an alarm, where nothing stands
    there, something of another total, or what somebody cancelled; RemoteError."""
    said = _heard(env, document, system)
    if said is None:
        raise Refused(gone(env, document))
    if why := voided.told(document):
        raise Refused(why)
    return said


def look(env: Env, document: Document, system: System) -> None:
    """The look that reconcile takes, at a document of which we were told that it changed: an alarm where it is
    missing, or cancelled there alone, and else what is paid of it by now. Raises RemoteError."""
    if document.kind not in system.capabilities.statements:
        return
    said = _heard(env, document, system)
    if said is None:
        gone(env, document)
    else:
        outcomes.restated(document, said)


def _heard(env: Env, document: Document, system: System) -> Statement | None:
    """What the system says of it, and whether that counts there is told."""
    said = _said(document, system)
    if said is not None:
        voided.heard(env, document, said.cancelled)
    return said


def _said(document: Document, system: System) -> Statement | None:
    try:
        said = system.statement(issued_of(document))
    except Missing:
        return None
    same = said.total == _total(document) or document.cancelled_at is not None
    return said if same and not _is_void(document, said) else None


def _is_void(document: Document, said: Statement) -> bool:
    """A credit note that somebody cancelled in the system credits nothing there any more, as if it was deleted."""
    return document.original_id is not None and bool(said.cancelled)


def _total(document: Document) -> Decimal:
    """What stands there as far as we know: of what is disputed, what the system said of it."""
    if document.state == State.DISPUTED and document.stated is not None:
        return document.stated.total
    return document.total


def of_another(env: Env, document: Document, system: System, pdf: bytes) -> bool:
    """Whether a PDF that was fetched by number is not this document's: it shows marks of others alone, or none, and
    nothing of its total stands there. Raises RemoteError."""
    marks = set(references_in(text_of(pdf) or ""))
    if not marks:
        return missing(env, document, system)
    return all(_strange(document, mark) for mark in marks)


def other(document: Document, seen: Candidate) -> bool:
    """The same by what a list shows under its number: nothing, somebody else's mark, another total, or a credit note
    that is cancelled."""
    if seen.total is None:
        return not seen.readable
    if seen.reference and _strange(document, seen.reference):
        return True
    if document.original_id is not None and seen.cancelled:
        return True
    return document.cancelled_at is None and seen.total != _total(document)


def still_there(document: Document, system: System) -> Message | None:
    """Why the document cannot be called deleted, by what stands in the system now; None where it can.

    Raises RemoteError.
    """
    account.of_document(system, document)
    if not document.number.isdigit():
        return _by_statement(document, system)
    seen = _under_its_number(document, system)
    if _voided(document, system):
        return None
    if seen is None:
        return _there(document) if _told_of(document, system) else None
    if (seen.readable or seen.reference) and not may_be(document, seen):
        return None
    if seen.reference == document.reference:
        return _there(document)
    return say(
        "Under %(name)s the system shows a document for %(total)s that may be this one. Look at it there; if it is "
        "another one, try again once it can be read.",
        name=document,
        total=seen.total,
    )


def _voided(document: Document, system: System) -> bool:
    if document.original_id is None or document.kind not in system.capabilities.statements:
        return False
    try:
        return _is_void(document, system.statement(issued_of(document)))
    except Missing:
        return False


def marked(document: Document, found: Issued, system: System) -> bool:
    """Whether what stands under a number bears the mark of this document. Raises RemoteError."""
    seen = _shown(system, found) if found.number.isdigit() else None
    return seen is not None and seen.reference == document.reference


def _under_its_number(document: Document, system: System) -> Candidate | None:
    """What the system shows there, if anything."""
    seen = _shown(system, issued_of(document))
    return None if seen is None or (not seen.readable and seen.total is None) else seen


def _shown(system: System, issued: Issued) -> Candidate | None:
    number = int(issued.number)
    return next(iter(system.walk(issued.series, range(number, number + 1), issued.kind)), None)


def may_be(document: Document, seen: Candidate) -> bool:
    """By its mark; of what shows none, or that of what it came from, by its total."""
    if seen.reference == document.reference:
        return True
    strange = seen.reference and _strange(document, seen.reference)
    return not strange and seen.total == _total(document)


def _strange(document: Document, mark: str) -> bool:
    """Neither its own, nor one that it may show in place of its own."""
    return mark != document.reference and mark not in _came_from(document)


def _came_from(document: Document) -> set[str]:
    """Marks of what it was made of: a reversal may show that of what it reverses, an invoice that of its proforma,
    a reversal of that invoice that of the proforma too."""
    before = [one for one in (document.original, document.made_from) if one is not None]
    return {one.reference for one in before}.union(*map(_came_from, before))


def _by_statement(document: Document, system: System) -> Message | None:
    """What cannot be walked by number is there as long as the system tells its total."""
    try:
        system.statement(issued_of(document))
    except Missing:
        return None
    return _there(document)


def _there(document: Document) -> Message:
    return say("%(name)s is there in the system. Cancel or credit it instead.", name=document)
