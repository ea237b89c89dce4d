"""What can happen to a document after its issue: storno, cancel, restore, delete."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from facturier.systems.smartbill.sandbox import numbers, payments, stock
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Company, Document, Kind, Row
from facturier.systems.smartbill.sandbox.call import Call, Scene
from facturier.systems.smartbill.sandbox.issue import NOUN, may_issue, open_day
from facturier.systems.smartbill.sandbox.requests import ReverseBody


def reverse(call: Call, body: ReverseBody) -> Document:
    """The negative of a whole invoice, with a number of its own in the same series. Raises Refusal."""
    may_issue(call)
    original = _reversible(call.company, body)
    day = open_day(call, body.issue_date)
    if day < original.day:
        raise Refusal("Data facturii storno nu poate fi anterioara datei facturii initiale.")
    series = call.company.series_of(original)
    switches = call.scene.switches
    storno = replace(
        original,
        id=call.scene.book.new_id(),
        number=numbers.take(call.company, series),
        moment=call.scene.now,
        day=day,
        made_by=call.made_by,
        rows=list(_negative(original.rows)),
        net=-original.net,
        vat=-original.vat,
        mentions=original.mentions if switches.storno_keeps_mentions else "",
        notes=(f"Storno factura {original.series} {original.number}",),
        reverses=original,
        estimate=None,
        moves=stock.undone(original.moves, call.scene.now),
        payments=[],
    )
    original.reversed_by = storno
    numbers.enter(call.company, storno)
    stock.apply(call.company, storno.moves)
    return storno


def _reversible(company: Company, body: ReverseBody) -> Document:
    name = f"{body.series_name or ''}{body.number or ''}"
    invoice = company.find(Kind.INVOICE, body.series_name, body.number)
    if invoice is None:
        raise Refusal(f"Factura cu seria si numarul {name} nu a fost gasita!")
    if invoice.cancelled:
        raise Refusal(f"Factura {name} este anulata.")
    if invoice.reverses is not None:
        raise Refusal(f"Factura {name} este de tip storno. Nu se poate storna.")
    if invoice.reversed_by is not None:
        raise Refusal("Factura este deja stornata.")
    return invoice


def _negative(rows: Iterable[Row]) -> Iterable[Row]:
    for row in rows:
        yield replace(row, quantity=Decimal(-1) * row.quantity, net=-row.net, vat=-row.vat)


def cancel(scene: Scene, company: Company, document: Document, by: str) -> str:
    """The message; cancelling twice is no error. The number stays taken, the stock comes back."""
    if document.cancelled:
        return f"{_titled(document)} este deja anulata."
    document.cancelled_by, document.cancelled_at = by, scene.now
    stock.apply(company, stock.undone(document.moves, scene.now))
    return f"{_titled(document)} a fost anulata cu succes."


def restore(scene: Scene, company: Company, document: Document) -> str:
    if not document.cancelled:
        return f"{_titled(document)} nu necesita restaurare."
    document.cancelled_by, document.cancelled_at = "", None
    if not scene.switches.restore_takes_stock:
        document.moves = []
    stock.apply(company, [replace(move, moment=scene.now) for move in document.moves])
    return f"{_titled(document)} a fost restaurata cu succes."


def delete(scene: Scene, company: Company, document: Document) -> str:
    """Only the last of a series. Raises Refusal."""
    if not numbers.is_last(company, document):
        raise Refusal(
            f"Nu poti sterge documentul cu seria si numarul {document.series} {document.number}, "
            "deoarece nu este ultimul din serie!",
            scene.switches.delete_code,
        )
    numbers.strike(company, document, scene.switches)
    if not document.cancelled:
        stock.apply(company, stock.undone(document.moves, scene.now))
    if document.reverses is not None:
        document.reverses.reversed_by = None
    if document.kind is Kind.RECEIPT:
        payments.remove(company, [paid for paid in company.payments if paid.receipt is document])
    payments.forget(document)
    return f"{_titled(document)} a fost stearsa cu succes."


def _titled(document: Document) -> str:
    return f"{NOUN[document.kind]} cu seria si numarul {document.series}{document.number}"
