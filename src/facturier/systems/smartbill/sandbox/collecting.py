"""POST /payment, its removals, and fiscal receipts."""

import base64
from collections.abc import Sequence
from decimal import Decimal

from facturier.systems.smartbill.sandbox import lifecycle, payments, stock
from facturier.systems.smartbill.sandbox import lines as arithmetic
from facturier.systems.smartbill.sandbox.answers import Fields, Halt, Refusal, short, tomcat_page
from facturier.systems.smartbill.sandbox.book import ZERO, Document, Kind, Move, Party, Payment, Row
from facturier.systems.smartbill.sandbox.call import Call
from facturier.systems.smartbill.sandbox.clients import party_of
from facturier.systems.smartbill.sandbox.issue import may_issue, open_day
from facturier.systems.smartbill.sandbox.lines import Terms
from facturier.systems.smartbill.sandbox.payments import FISCAL, NONE_FOUND, RECEIPT, Collection
from facturier.systems.smartbill.sandbox.requests import InvoiceRef, PaymentBody, PaymentRemovalBody

MOST_RECEIPT_ROWS = 70
_REMOVED = "Incasarea a fost stearsa cu succes."


def pay(call: Call) -> Fields:
    """Raises Refusal. Only a Chitanta and a Bon answer with a handle to the payment."""
    body = call.reading(PaymentBody)
    if not body.type:
        raise Refusal("Tipul incasarii trebuie specificat.")
    may_issue(call)
    type = payments.type_of(body.type)
    day = open_day(call, body.issue_date)
    invoices = _invoices(call, body)
    rows = _receipt_rows(call, body) if type == FISCAL else []
    moves = _receipt_moves(call, body) if type == FISCAL else []
    value = _value(call, body, invoices, rows)
    client = _client(call, body, invoices, type)
    series = payments.receipt_series(call.company, type, body.series_name)
    if type == RECEIPT and body.is_draft:
        return short(url="")
    collection = Collection(type, value, day, body.is_cash is None or bool(body.is_cash), series)
    payment = payments.collect(call, collection, client, invoices)
    stock.apply(call.company, moves)
    if type == FISCAL:
        return _fiscal_receipt(call, body, payment, rows)
    receipt = payment.receipt
    return short(number=receipt.number if receipt else "", series=receipt.series if receipt else "", url="")


def remove(call: Call) -> Fields:
    """DELETE /payment/v2: by invoice, or by day, value and client. The type must match letter by letter."""
    query = call.query
    return _remove(
        call,
        PaymentRemovalBody(
            payment_type=query.get("paymenttype"),
            payment_date=query.get("paymentdate"),
            payment_value=_number(query.get("paymentvalue")),
            client_name=query.get("clientname"),
            client_cif=query.get("clientcif"),
            invoice_series=query.get("invoiceseries"),
            invoice_number=query.get("invoicenumber"),
        ),
    )


def remove_by_body(call: Call) -> Fields:
    return _remove(call, call.reading(PaymentRemovalBody))


def remove_receipt(call: Call) -> Fields:
    series, number = call.asked("seriesname", "Seria chitantei"), call.asked("number", "Numarul chitantei")
    receipt = call.company.find(Kind.RECEIPT, series, number)
    if receipt is None:
        raise Refusal(f"Chitanta cu seria si numarul {series}{number} nu a fost gasita!")
    return short(message=lifecycle.delete(call.scene, call.company, receipt), number=number, series=series)


def printer_text(call: Call) -> Fields:
    """The text of a fiscal receipt, Base64; a bad id ends in a page of HTML."""
    asked = call.query.get("id", "")
    for payment in call.company.payments:
        if payment.type == FISCAL and str(payment.id) == asked:
            return short(message=_encoded(payment.text), url="")
    raise Halt(tomcat_page())


def _remove(call: Call, asked: PaymentRemovalBody) -> Fields:
    if asked.payment_type not in payments.TYPES:
        raise payments.unknown_type()
    if asked.payment_type in (RECEIPT, FISCAL):
        raise Refusal(NONE_FOUND)
    found = [
        payment
        for payment in call.company.payments
        if not payment.removed and payment.type == asked.payment_type and _matches(payment, asked)
    ]
    payments.remove(call.company, found)
    return short(message=_REMOVED, url="")


def _matches(payment: Payment, asked: PaymentRemovalBody) -> bool:
    if asked.invoice_series and asked.invoice_number:
        wanted = (asked.invoice_series, asked.invoice_number)
        return any((invoice.series, invoice.number) == wanted for invoice, _ in payment.shares)
    return (
        payment.day.isoformat() == asked.payment_date
        and payment.value == asked.payment_value
        and payment.client.name == asked.client_name
        and payment.client.vat_code == asked.client_cif
    )


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except ArithmeticError:
        raise Refusal(NONE_FOUND) from None


def _invoices(call: Call, body: PaymentBody) -> list[Document]:
    """The invoices that a payment is for, all of them open to payment."""
    asked = body.invoices_list or []
    refs = [asked] if isinstance(asked, InvoiceRef) else asked
    invoices = []
    for ref in refs:
        invoice = call.company.find(Kind.INVOICE, ref.series_name, ref.number)
        if invoice is None:
            raise Refusal("Factura nu a fost gasita")
        if invoice.cancelled:
            raise Refusal(f"Factura {invoice.series}{invoice.number} este anulata.")
        invoices.append(invoice)
    if invoices and all(payments.unpaid(invoice, call.scene.switches) <= 0 for invoice in invoices):
        raise Refusal("Factura este incasata sau stornata in totalitate.")
    return invoices


def _value(call: Call, body: PaymentBody, invoices: Sequence[Document], rows: Sequence[Row]) -> Decimal:
    if body.value is not None:
        return Decimal(body.value)
    if body.use_invoice_details and invoices:
        return sum((payments.unpaid(invoice, call.scene.switches) for invoice in invoices), ZERO)
    if rows:
        return sum((row.net + row.vat for row in rows), ZERO)
    raise Refusal("Valoarea incasarii trebuie specificata.")


def _client(call: Call, body: PaymentBody, invoices: Sequence[Document], type: str) -> Party:
    if body.client is None and invoices:
        return invoices[0].client
    if body.client is None and type == FISCAL:
        return Party("")
    client = party_of(body.client, call.scene.switches)
    for invoice in invoices:
        if client.vat_code and client.vat_code != invoice.client.vat_code:
            raise Refusal("Clientul incasarii difera de clientul facturii.")
    return client


def _receipt_rows(call: Call, body: PaymentBody) -> list[Row]:
    company, products = call.company, body.products or []
    if not company.fiscal_printer:
        raise Refusal(f"Nu s-a gasit casa de marcat pentru userul {call.user.email}.")
    if (body.currency or "RON") != "RON":
        raise Refusal("Bonurile fiscale pot fi emise doar in Lei!")
    if len(products) > MOST_RECEIPT_ROWS:
        raise Refusal("Numarul maxim acceptat de 70 intrari pe document a fost depasit.", 410)
    terms = Terms(company, call.scene.switches, "RON", Decimal(1), min(max(body.precision or 2, 2), 4))
    return arithmetic.compute(products, terms)


def _receipt_moves(call: Call, body: PaymentBody) -> list[Move]:
    if not body.use_stock:
        return []
    day = call.scene.today.isoformat()
    return stock.planned(call.company, body.products or [], "Bon", day, call.scene.now)


def _fiscal_receipt(call: Call, body: PaymentBody, payment: Payment, rows: Sequence[Row]) -> Fields:
    payment.text = "\n".join(
        [f"{row.name} {row.quantity:f} x {row.price:f}" for row in rows] + [f"TOTAL {payment.value:f}"]
    )
    message = _encoded(payment.text) if body.return_fiscal_printer_text else ""
    return short(message=message, number=body.number or str(payment.id), url="", id=payment.id)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
