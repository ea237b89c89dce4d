"""Whether an invoice of ours counts in the system as it does here (invariant I4): who cancels it there by hand, or
brings back what was cancelled from here, is told of."""

from datetime import timedelta

from django.db import transaction

from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.store import journal
from facturier.store.models import Document
from facturier.store.undoing import CANCELLED_THERE, RESTORED_THERE

LAGS = timedelta(minutes=15)
"""For so long after we cancelled it, a list that still shows it as it was says nothing."""


def heard(env: Env, document: Document, cancelled: bool | None) -> Message | None:
    """The system says whether it is cancelled (None: it does not tell): an alarm is open while that is not so here.
    Returns what is told of a document that is cancelled there alone.

    Of a credit note `presence` tells, as if it was deleted.
    """
    if cancelled is None or document.original_id is not None:
        return None
    if cancelled is (document.cancelled_at is not None):
        _close(env, document)
        return None
    return _differs(env, document, cancelled)


@transaction.atomic
def _differs(env: Env, document: Document, cancelled: bool) -> Message | None:
    """By what our book says now: it may have been cancelled from here since it was read."""
    now, here = env.clock.now(), Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if cancelled is (here.cancelled_at is not None):
        _close(env, document)
        return None
    why = _cancelled(document) if cancelled else _restored(document)
    if here.cancelled_at is None:
        journal.raise_alarm(CANCELLED_THERE, document, why, now, here.organisation_id)
        return why
    if here.cancelled_at < now - env.pace.of(LAGS):
        journal.raise_alarm(RESTORED_THERE, document, why, now, here.organisation_id)
    return None


def _close(env: Env, document: Document) -> None:
    for code in (CANCELLED_THERE, RESTORED_THERE):
        journal.close_alarm(code, document, env.clock.now())


def told(document: Document) -> Message | None:
    """Why nothing may be added to it, as far as that was heard; no call is made."""
    return journal.told(CANCELLED_THERE, document)


def _cancelled(document: Document) -> Message:
    return say(
        "Somebody cancelled %(name)s of order %(order)s in %(system)s. If that is right, cancel it here too: the "
        "shop is told then, and the order can be invoiced again. If it is not, or there is a credit note of it, "
        "restore it there.",
        name=document,
        order=document.order.number,
        system=document.system,
    )


def _restored(document: Document) -> Message:
    return say(
        "%(name)s of order %(order)s was cancelled from here, and somebody restored it in %(system)s. Cancel it "
        "there once more: else its order may end with two documents.",
        name=document,
        order=document.order.number,
        system=document.system,
    )
