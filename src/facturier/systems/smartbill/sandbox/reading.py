"""The answers that only read: payment status, PDF, invoices of a proforma, taxes, series, stock, lists."""

from datetime import date
from decimal import Decimal

from werkzeug.wrappers import Response

from facturier.ports.clock import business_date
from facturier.systems.smartbill.sandbox import payments, stock
from facturier.systems.smartbill.sandbox.answers import Fields, Refusal, short
from facturier.systems.smartbill.sandbox.book import ZERO, Document, Kind, Product
from facturier.systems.smartbill.sandbox.call import ZONE, Call, day_of
from facturier.systems.smartbill.sandbox.issue import invoices_of
from facturier.systems.smartbill.sandbox.printing import printed


def asked_document(call: Call, kind: Kind, missing: str = "", status: int | None = None) -> Document:
    """By the query's series and number. Raises Refusal with `missing`, or the usual words."""
    noun = "proformei" if kind is Kind.PROFORMA else "facturii"
    title = "Proforma" if kind is Kind.PROFORMA else "Factura"
    series, number = call.asked("seriesname", f"Seria {noun}"), call.asked("number", f"Numarul {noun}")
    document = call.company.find(kind, series, number)
    if document is None:
        raise Refusal(missing or f"{title} cu seria si numarul {series}{number} nu a fost gasita!", status)
    return document


def payment_status(call: Call) -> Fields:
    """In the invoice's own currency, which the answer does not name."""
    invoice = asked_document(call, Kind.INVOICE, "Factura nu a fost gasita")
    unpaid = payments.unpaid(invoice, call.scene.switches)
    return short(
        number=invoice.number,
        series=invoice.series,
        invoiceTotalAmount=invoice.total,
        paidAmount=invoice.paid,
        unpaidAmount=unpaid,
        paid=unpaid <= 0,
    )


def invoice_pdf(call: Call) -> Response:
    return _pdf(call, Kind.INVOICE)


def estimate_pdf(call: Call) -> Response:
    return _pdf(call, Kind.PROFORMA)


def _pdf(call: Call, kind: Kind) -> Response:
    """The file is called `factura...` for proformas as well."""
    document = asked_document(call, kind)
    name = f"factura{document.series}{document.number}.pdf".encode("ascii", "replace").decode()
    return Response(
        printed(call.company, document, call.scene.switches),
        content_type=call.accept,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def estimate_invoices(call: Call) -> Fields:
    estimate = asked_document(call, Kind.PROFORMA, status=410)
    made = invoices_of(call, estimate)
    if not made:
        text = f"Proforma {estimate.series}{estimate.number} nu a fost facturata."
        return short(text, areInvoicesCreated=False, invoices=[])
    shown = [invoice for invoice in made if not invoice.draft or call.scene.switches.drafts_listed]
    return short(
        number=estimate.number,
        series=estimate.series,
        areInvoicesCreated=True,
        invoices=[{"series": invoice.series, "number": invoice.number} for invoice in shown],
    )


def taxes(call: Call) -> Fields:
    if not call.company.pays_vat:
        raise Refusal("Firma este neplatitoare de tva.")
    return short(taxes=[{"name": tax.name, "percentage": tax.percent} for tax in call.company.taxes])


def series(call: Call) -> Fields:
    kind, as_text = call.query.get("type"), call.scene.switches.next_number == "str"
    return short(
        list=[
            {
                "name": series.name,
                "nextNumber": str(series.next) if as_text else series.next,
                "type": series.kind,
            }
            for series in call.company.series
            if kind in (None, series.kind)
        ]
    )


def stocks(call: Call) -> Fields:
    query, company = call.query, call.company
    if "date" not in query:
        raise Refusal("Data la care vreti sa aflati valoarea stocului trebuie specificata!")
    day = day_of(query["date"], call.scene.today, "Data trebuie sa fie de forma yyyy-MM-dd.")
    return short(
        list=[
            {
                "warehouse": {"warehouseName": name, "warehouseType": company.warehouses[name]},
                "products": _levels(call, name, day),
            }
            for name in _warehouses(call)
        ]
    )


def shop_stocks(call: Call) -> Fields:
    """GET /stocks/ecom/, undocumented."""
    return {
        "products": [
            _stock_row(product, quantity)
            for name in _warehouses(call)
            for product, quantity in stock.levels(call.company, name)
        ]
    }


def units(call: Call) -> Fields:
    return {"mu": call.company.units}


def warehouses(call: Call) -> Fields:
    return {"warehouses": list(call.company.warehouses)}


def _warehouses(call: Call) -> list[str]:
    name = call.query.get("warehousename")
    if name is None:
        return list(call.company.warehouses)
    if name not in call.company.warehouses:
        raise Refusal(f"Gestiunea {name} nu a fost gasita pe server.")
    return [name]


def _levels(call: Call, warehouse: str, day: date) -> list[Fields]:
    """As the stock stood at the end of `day`, without the moves that came later."""
    query, company = call.query, call.company
    later = [
        move
        for move in (company.moves if day < call.scene.today else ())
        if move.warehouse == warehouse and business_date(move.moment, ZONE) > day
    ]
    rows = []
    for product, now in stock.levels(company, warehouse):
        quantity = now - sum((move.quantity for move in later if move.product is product), ZERO)
        if query.get("productcode", product.code) != product.code:
            continue
        if query.get("productname", product.name).casefold() != product.name.casefold():
            continue
        if quantity or call.scene.switches.zero_stock_listed:
            rows.append(_stock_row(product, quantity))
    return rows


def _stock_row(product: Product, quantity: Decimal) -> Fields:
    """The order of the four matters to readers of /stocks/ecom/."""
    return {
        "productName": product.name,
        "productCode": product.code,
        "measuringUnit": product.unit,
        "quantity": quantity,
    }
