"""POST /docs/{type}: all checks first, then all effects, so that a refusal leaves no trace."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox import collecting, derived, stock
from facturier.systems.oblio.sandbox.answers import Refusal, success
from facturier.systems.oblio.sandbox.book import ZERO, Collect, Document, Kind, Move, Party, Row, Series
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.derived import Source
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.hooks import saved
from facturier.systems.oblio.sandbox.lines import Terms, compute, total
from facturier.systems.oblio.sandbox.listing import PRINTED

_PARTY = ("name", "cif", "rc", "code", "address", "state", "city", "country", "iban", "bank")
_CONTACT = ("email", "phone", "contact")


class Wanted(Struct):
    """What was asked for, once everything about it was found to be right."""

    series: Series
    number: str
    day: date
    client: Party
    lines: Sequence[Fields]
    rows: list[Row]
    terms: Terms
    moves: list[Move]
    source: Source | None
    collect: Collect | None


def create(kind: Kind, call: Call) -> Response:
    """A key that was used before makes nothing. Raises Refusal."""
    key = call.fields.text("idempotencyKey")
    known = call.company.keys.get((kind, key)) if key else None
    if known is not None:
        if call.scene.switches.key_reuse == "refused":
            raise Refusal("Cheia de idempotenta a fost deja folosita.")
        return told(call, known)
    made = issue(kind, call)
    if key:
        call.company.keys[kind, key] = made
    return told(call, made)


def told(call: Call, document: Document) -> Response:
    return success({"seriesName": document.series, "number": document.number, "link": call.link(document)})


def issue(kind: Kind, call: Call) -> Document:
    """Raises Refusal; then nothing exists and no number is used up."""
    wanted = _wanted(kind, call)
    document = _document(kind, call, wanted)
    wanted.series.next = max(wanted.series.next, int(wanted.number) + 1)
    call.company.documents.append(document)
    _take_effect(call, document, wanted)
    return document


def unfinished(call: Call) -> Document:
    """An invoice that is not issued yet: it has no number and moves nothing. Raises Refusal."""
    document = _document(Kind.INVOICE, call, replace(_wanted(Kind.INVOICE, call), number="", moves=[]))
    call.company.drafts.append(document)
    return document


def _document(kind: Kind, call: Call, wanted: Wanted) -> Document:
    fields, source = call.fields, wanted.source
    net, vat = total(wanted.rows, wanted.terms)
    return Document(
        id=call.scene.book.new_id(),
        kind=kind,
        series=wanted.series.name,
        number=wanted.number,
        moment=call.scene.now,
        day=wanted.day,
        made_by=call.made_by,
        client=wanted.client,
        currency=wanted.terms.currency,
        precision=wanted.terms.precision,
        rows=wanted.rows,
        net=net,
        vat=vat,
        exchange_rate=fields.amount("exchangeRate") or ZERO,
        due=fields.day("dueDate"),
        language=fields.text("language", "RO"),
        mentions=derived.mentions(fields.text("mentions"), source, call.scene.switches),
        internal_note=fields.text("internalNote"),
        printed={name: fields.text(name) for name in PRINTED},
        key=fields.text("idempotencyKey"),
        sends_mail=fields.flag("sendEmail", False),
        use_stock=bool(wanted.moves),
        source=source.document if source else None,
        reverses=source.document if source and source.refund else None,
        whole=bool(source and source.refund and not wanted.lines),
        moves=wanted.moves,
    )


def _take_effect(call: Call, document: Document, wanted: Wanted) -> None:
    company, hooks = call.company, call.scene.hooks
    stock.apply(document.moves)
    stock.save(company, wanted.lines, wanted.rows if wanted.lines else ())
    part = call.fields.part("client")
    if part is not None and part.flag("save", False):
        company.clients[:] = [one for one in company.clients if one.name != document.client.name]
        company.clients.append(document.client)
    if document.reverses is not None:
        derived.uncollect(document, call.scene.switches)
    if wanted.collect is not None:
        collecting.enter(call, document, wanted.collect)
    if document.sends_mail:
        company.outbox.append(document)
    hooks.tell(company, f"{saved(document.kind)}/SaveDraft", call.scene.hooks.named(document))
    hooks.tell_stock(company, document.moves)


def _wanted(kind: Kind, call: Call) -> Wanted:
    fields, company, switches = call.fields, call.company, call.scene.switches
    source = derived.source(call)
    series, number = _number(kind, call)
    currency = fields.text("currency", source.document.currency if source else "RON")
    precision = min(max(fields.number("precision", 2), 2), 4)
    terms = Terms(company, switches, currency, precision)
    lines = fields.parts("products")
    rows = compute(lines, terms) if lines or source is None else derived.rows(source)
    if not rows:
        raise Refusal("Documentul trebuie sa contina cel putin un produs.")
    usual = kind is Kind.NOTICE
    uses_stock = company.uses_stock and kind is not Kind.PROFORMA and fields.flag("useStock", usual)
    moves: list[Move] = []
    if uses_stock and source and source.refund and not lines:
        moves = stock.undone(source.document.moves)
    elif uses_stock:
        moves = stock.planned(company, rows, fields.text("workStation", "Sediu"), terms)
    day = fields.day("issueDate") or call.scene.today
    part = fields.part("collect")
    return Wanted(
        series=series,
        number=number,
        day=day,
        client=source.document.client if source and not fields.part("client") else _client(fields),
        lines=lines,
        rows=rows,
        terms=terms,
        moves=moves,
        source=source,
        collect=collecting.wanted(call, part, total(rows, terms), day) if part else None,
    )


def _client(fields: Fields) -> Party:
    part = fields.part("client")
    if part is None or not part.text("name"):
        raise Refusal("Numele clientului este obligatoriu.")
    return Party(
        **{name: part.text(name) for name in (*_PARTY, *_CONTACT)}, vat_payer=part.flag("vatPayer", False)
    )


def _number(kind: Kind, call: Call) -> tuple[Series, str]:
    """The next number, or with disableAutoSeries the caller's own."""
    fields, company = call.fields, call.company
    series = company.find_series(fields.text("seriesName"), kind)
    if series is None:
        raise Refusal(f"Seria {fields.text('seriesName')} nu exista.")
    if not fields.flag("disableAutoSeries", False):
        return series, series.pad(series.next)
    number = fields.text("number")
    if not number.isdigit() or company.find(kind, series.name, number):
        raise Refusal(f"Numarul {number} nu poate fi folosit.")
    return series, series.pad(int(number))
