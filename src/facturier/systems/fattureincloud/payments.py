"""What is to be paid and what was: `payments_list` (fact sheet, section 10), and payments recorded afterwards."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.message import say
from facturier.model.money import ZERO, total
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, Refused, seen
from facturier.ports.http import RETRY
from facturier.systems.fattureincloud import documents
from facturier.systems.fattureincloud.answers import Document, Payment
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.names import id_of
from facturier.systems.fattureincloud.wire import number


def entries(draft: Draft, payable: Decimal) -> list[dict[str, Any]]:
    """What was paid with the document, and what is left of `payable` (positive, also of a credit note).

    Their sum is what we take the document to come to: Fatture in Cloud refuses it where it reckons otherwise.
    """
    due, paid = _due(draft), draft.payment.amount if draft.payment else ZERO
    told = []
    if draft.payment:
        on = draft.payment.on or draft.issue_date or due
        told.append(_paid(draft.payment.account, paid, due, on))
    if payable != paid or not told:
        told.append({"amount": number(payable - paid), "due_date": due.isoformat(), "status": documents.OPEN})
    return told


def pay(client: Client, document: Issued, account: str, amount: Decimal, on: date) -> None:
    """Record a payment once: what is still unpaid is read before, and again where the answer was lost.

    Raises Refused where less than `amount` is unpaid, InDoubt where the lost call cannot be seen (yet).
    """
    into = account_id(account)
    there = documents.document(client, document)
    before = documents.paid(there)
    if any(one.id is None or one.due_date is None for one in there.payments_list or ()):
        raise NotNow(
            say("Fatture in Cloud does not tell the payments of this document."), client.now() + RETRY
        )
    unpaid = [one for one in there.payments_list or () if one.status == documents.OPEN]
    if total([one.amount for one in unpaid]) < amount:
        raise Refused(
            say(
                "Less than the %(amount)s to record is unpaid on %(number)s in Fatture in Cloud. Look at its "
                "payments there.",
                amount=amount,
                number=f"{document.number}{document.series}",
            )
        )
    body = {"data": {"payments_list": _after(there.payments_list or (), amount, into, on)}}
    try:
        client.change("PUT", f"/issued_documents/{there.id}", body, Document)
    except InDoubt:
        if not _arrived(client, document, before + amount):
            raise


def account_id(name: str) -> int:
    """Of the conto di saldo that a route names. Raises Misconfigured."""
    id = id_of(name)
    if id is None:
        raise Misconfigured(
            say(
                "No payment account (conto di saldo) of Fatture in Cloud is chosen for this payment. Choose one in "
                "the route."
            )
        )
    return id


def _paid(account: str, amount: Decimal, due: date, on: date) -> dict[str, Any]:
    return {
        "amount": number(amount),
        "due_date": due.isoformat(),
        "status": "paid",
        "paid_date": on.isoformat(),
        "payment_account": {"id": account_id(account)},
    }


def _due(draft: Draft) -> date:
    if draft.issue_date is None:
        raise Misconfigured(say("A document needs a date before it can be sent."))
    if draft.due_date is None and draft.due_days is not None:
        return draft.issue_date + timedelta(days=draft.due_days)
    return draft.due_date or draft.issue_date


def _after(before: Sequence[Payment], amount: Decimal, account: int, on: date) -> list[dict[str, Any]]:
    """The whole list anew, for a list that is sent may replace the other or be merged by id: both come to this."""
    told: list[dict[str, Any]] = []
    for one in before:
        kept = {"id": one.id, "amount": one.amount, "due_date": one.due_date, "status": one.status}
        if one.status != documents.OPEN or amount <= 0:
            told.append(_filled(kept, one))
            continue
        taken = min(amount, one.amount)
        amount -= taken
        told.append(
            {
                **kept,
                "amount": number(taken),
                "status": "paid",
                "paid_date": on.isoformat(),
                "payment_account": {"id": account},
            }
        )
        if taken < one.amount:
            told.append({"amount": one.amount - taken, "due_date": one.due_date, "status": documents.OPEN})
    return told


def _filled(kept: dict[str, Any], one: Payment) -> dict[str, Any]:
    if one.paid_date is not None:
        kept["paid_date"] = one.paid_date
    if one.payment_account is not None:
        kept["payment_account"] = {"id": one.payment_account.id}
    return kept


def _arrived(client: Client, document: Issued, expected: Decimal) -> bool:
    """Whether exactly this much is paid now. A No is no proof: the call may still land."""
    return seen(lambda: documents.paid(documents.document(client, document)) == expected)
