"""Every operation of the API: verb, path, what it reads and how it says no."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from werkzeug.wrappers import Response

from facturier.systems.smartbill.sandbox import answers, collecting, creating, mail, reading
from facturier.systems.smartbill.sandbox.answers import Fields, Refusal, Refused
from facturier.systems.smartbill.sandbox.book import Kind
from facturier.systems.smartbill.sandbox.call import Call
from facturier.systems.smartbill.sandbox.requests import (
    Body,
    EstimateBody,
    InvoiceBody,
    MailBody,
    PaymentBody,
    PaymentRemovalBody,
    ReverseBody,
)
from facturier.systems.smartbill.sandbox.switches import Switches

INVOICE, PROFORMA = Kind.INVOICE, Kind.PROFORMA


def _refuse(shape: Refused, switches: Switches, refusal: Refusal) -> Response:
    status = switches.refusal_code if refusal.status is None else refusal.status
    return answers.as_json(shape(refusal.text), status)


def _refuse_mail(switches: Switches, refusal: Refusal) -> Response:
    return answers.mailed(switches, 1, refusal.text)


def _break(switches: Switches, refusal: Refusal) -> Response:
    """GET /invoice/pdf has no answer of its own for anything that is missing."""
    return answers.bad_gateway()


_CREATE = partial(_refuse, answers.refused_create)
_STATUS = partial(_refuse, answers.refused_status)
_SHORT = partial(_refuse, answers.refused_short)
_INVOICES = partial(_refuse, answers.refused_invoices)


class Operation(Struct, frozen=True):
    """legacy: a path that the newest spec no longer lists. pdf: answers with a file."""

    run: Callable[[Call], Fields | Response]
    body: type[Body] | None = None
    refuse: Callable[[Switches, Refusal], Response] = _SHORT
    legacy: bool = False
    pdf: bool = False


_ESTIMATE_PDF = Operation(reading.estimate_pdf, pdf=True)

OPERATIONS: dict[str, dict[str, Operation]] = {
    "/invoice/v2": {"POST": Operation(creating.invoice, InvoiceBody, _CREATE)},
    "/invoice": {
        "POST": Operation(creating.invoice_legacy, InvoiceBody, legacy=True),
        "DELETE": Operation(creating.delete(INVOICE)),
    },
    "/invoice/reverse": {"POST": Operation(creating.reverse, ReverseBody, _CREATE)},
    "/invoice/pdf": {"GET": Operation(reading.invoice_pdf, refuse=_break, pdf=True)},
    "/invoice/paymentstatus": {"GET": Operation(reading.payment_status, refuse=_STATUS)},
    "/invoice/cancel": {"PUT": Operation(creating.cancel(INVOICE))},
    "/invoice/restore": {"PUT": Operation(creating.restore(INVOICE))},
    "/estimate/v2": {"POST": Operation(creating.estimate, EstimateBody, _CREATE)},
    "/estimate": {
        "POST": Operation(creating.estimate_legacy, EstimateBody, legacy=True),
        "DELETE": Operation(creating.delete(PROFORMA)),
    },
    "/estimate/pdf": {"GET": _ESTIMATE_PDF, "POST": _ESTIMATE_PDF},
    "/estimate/invoices": {"GET": Operation(reading.estimate_invoices, refuse=_INVOICES)},
    "/estimate/cancel": {"PUT": Operation(creating.cancel(PROFORMA))},
    "/estimate/restore": {"PUT": Operation(creating.restore(PROFORMA))},
    "/payment": {
        "POST": Operation(collecting.pay, PaymentBody),
        "DELETE": Operation(collecting.remove_by_body, PaymentRemovalBody),
    },
    "/payment/v2": {"DELETE": Operation(collecting.remove)},
    "/payment/chitanta": {"DELETE": Operation(collecting.remove_receipt)},
    "/payment/text": {"GET": Operation(collecting.printer_text)},
    "/document/send": {"POST": Operation(mail.send, MailBody, _refuse_mail)},
    "/tax": {"GET": Operation(reading.taxes)},
    "/series": {"GET": Operation(reading.series)},
    "/stocks": {"GET": Operation(reading.stocks)},
    "/stocks/ecom/": {"GET": Operation(reading.shop_stocks)},
    "/company/mu": {"GET": Operation(reading.units)},
    "/company/warehouses": {"GET": Operation(reading.warehouses)},
}


def offered(path: str, switches: Switches) -> dict[str, Operation]:
    """The verbs of a path (without the base) as the switches have it; none for an unknown path."""
    verbs = OPERATIONS.get(path, {})
    if switches.legacy_create == 200:
        return verbs
    return {verb: operation for verb, operation in verbs.items() if not operation.legacy}


def vanished(path: str, verb: str, switches: Switches) -> bool:
    """A legacy call that now meets nothing at all, not even a wrong verb."""
    operation = OPERATIONS.get(path, {}).get(verb)
    return operation is not None and operation.legacy and switches.legacy_create == 404
