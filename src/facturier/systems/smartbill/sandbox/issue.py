"""Makes an invoice or a proforma: all checks first, then all effects, so that a refusal leaves no trace."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.systems.smartbill.sandbox import lines as arithmetic
from facturier.systems.smartbill.sandbox import mail, numbers, payments, stock
from facturier.systems.smartbill.sandbox.answers import NO_SERIES, Refusal
from facturier.systems.smartbill.sandbox.book import Document, Kind, Move, Party, Series
from facturier.systems.smartbill.sandbox.call import Call, day_of
from facturier.systems.smartbill.sandbox.clients import party_of, save
from facturier.systems.smartbill.sandbox.lines import Terms
from facturier.systems.smartbill.sandbox.payments import Collection
from facturier.systems.smartbill.sandbox.rates import in_lei
from facturier.systems.smartbill.sandbox.requests import EstimateBody, EstimatePart, InvoiceBody, LinePart

NOUN = {Kind.INVOICE: "Factura", Kind.PROFORMA: "Proforma", Kind.RECEIPT: "Chitanta"}
PAYMENT_LINK = "Generate URL"
_PRODUCTS = {Kind.INVOICE: "invoiceProducts", Kind.PROFORMA: "estimateProducts"}


class Wanted(Struct):
    """What was asked for, after a proforma (if any) has filled the gaps."""

    series: Series
    day: date
    client: Party
    lines: list[LinePart]
    terms: Terms
    uses_stock: bool
    estimate: Document | None = None


def issue(call: Call, body: EstimateBody, kind: Kind) -> Document:
    """Raises Refusal; then nothing exists and no number is used up."""
    may_issue(call)
    wanted = _wanted(call, body, kind)
    rows = arithmetic.compute(wanted.lines, wanted.terms)
    collection = payments.on_issue(call, body, wanted.day) if isinstance(body, InvoiceBody) else None
    moves = _moves(call, wanted)
    addresses = mail.on_issue(body, wanted.client)
    net, vat = arithmetic.total(rows, wanted.terms)
    document = Document(
        id=call.scene.book.new_id(),
        kind=kind,
        series=wanted.series.name,
        number="" if body.is_draft else numbers.take(call.company, wanted.series),
        moment=call.scene.now,
        day=wanted.day,
        made_by=call.made_by,
        client=wanted.client,
        currency=wanted.terms.currency,
        precision=wanted.terms.precision,
        lines=wanted.lines,
        rows=rows,
        net=net,
        vat=vat,
        due=body.due_date or "",
        mentions=_own(body.mentions, wanted.estimate.mentions if wanted.estimate else ""),
        observations=_own(body.observations, wanted.estimate.observations if wanted.estimate else ""),
        notes=_notes(body),
        draft=bool(body.is_draft),
        intra_cif=_intra_cif(call, body, wanted.estimate),
        estimate=wanted.estimate,
        moves=[] if body.is_draft else moves,
    )
    _take_effect(call, body, document, collection)
    if addresses is not None and not document.draft:
        mail.send_issued(call.company, document, addresses)
    return document


def _take_effect(call: Call, body: EstimateBody, document: Document, collection: Collection | None) -> None:
    company, switches = call.company, call.scene.switches
    numbers.enter(company, document)
    stock.apply(company, document.moves)
    if document.moves or switches.renames_without_stock:
        stock.rename(company, document.lines)
    if collection is not None and not document.draft:
        payments.collect(call, collection, document.client, [document])
    if body.client is not None:
        saved = body.client.save_to_db
        if switches.client_saved if saved is None else saved:
            save(company, document.client)


def may_issue(call: Call) -> None:
    """Raises Refusal where rights or plan forbid any new document."""
    switches = call.scene.switches
    if switches.licence_expired:
        raise Refusal("Nu aveti dreptul de a adauga facturi", 403)
    if switches.plan_limit is not None:
        made = sum(1 for document in call.company.documents if document.number and not document.deleted)
        if made >= switches.plan_limit:
            raise Refusal("Pentru acest pachet s-a emis numarul maxim de documente permis")


def open_day(call: Call, text: str | None) -> date:
    """The day of a new document; raises Refusal for a bad form or a closed period."""
    day = day_of(text, call.scene.today)
    closed = call.company.closed_until
    if closed is not None and day <= closed:
        raise Refusal("Nu puteti adauga documentul intr-o perioada inchisa")
    return day


def _wanted(call: Call, body: EstimateBody, kind: Kind) -> Wanted:
    company = call.company
    series = company.find_series(body.series_name, kind)
    if series is None:
        raise Refusal(NO_SERIES)
    part = body.estimate if isinstance(body, InvoiceBody) and body.use_estimate_details else None
    estimate = _estimate(call, part) if part is not None else None
    lines = body.products or (estimate.lines if estimate else [])
    if not lines:
        raise Refusal(f"{_PRODUCTS[kind]} trebuie specificat si trebuie sa contina cel putin un element")
    if body.use_payment_tax and not company.pays_vat and kind is Kind.INVOICE:
        raise Refusal("O firma neplatitoare de tva nu poate folosi tva la incasare!")
    for text in (body.due_date, body.delivery_date, body.payment_date):
        day_of(text, call.scene.today)
    return Wanted(
        series=series,
        day=open_day(call, body.issue_date),
        client=estimate.client
        if estimate and body.client is None
        else party_of(body.client, call.scene.switches),
        lines=lines,
        terms=_terms(call, body, estimate),
        uses_stock=kind is Kind.INVOICE and bool(part.use_stock if part else body.use_stock),
        estimate=estimate,
    )


def _terms(call: Call, body: EstimateBody, estimate: Document | None) -> Terms:
    currency = body.currency or (estimate.currency if estimate else "RON")
    reference = in_lei(currency)
    precision = body.precision or (estimate.precision if estimate else 2)
    return Terms(
        company=call.company,
        switches=call.scene.switches,
        currency=currency,
        rate=Decimal(body.exchange_rate or reference),
        precision=min(max(precision, 2), 4),
    )


def _estimate(call: Call, part: EstimatePart) -> Document:
    name = f"{part.series_name or ''}{part.number or ''}"
    estimate = call.company.find(Kind.PROFORMA, part.series_name, part.number)
    if estimate is None:
        raise Refusal(f"Factura proforma {name} nu a fost gasita!")
    if estimate.cancelled:
        raise Refusal(f"Factura proforma {name} este anulata.")
    if not estimate.lines:
        raise Refusal("Proforma nu contine produse!")
    if call.scene.switches.second_invoice_refused and invoices_of(call, estimate):
        raise Refusal(f"Factura proforma {name} a fost deja facturata.")
    return estimate


def invoices_of(call: Call, estimate: Document) -> list[Document]:
    return [made for made in call.company.documents if made.estimate is estimate and not made.deleted]


def _intra_cif(call: Call, body: EstimateBody, estimate: Document | None) -> bool:
    """Under which CIF the company issues: not the client's, nor the products', which are copied."""
    copied = estimate is not None and estimate.intra_cif and call.scene.switches.copies_intra_cif
    return bool(body.use_intra_cif) or copied


def _moves(call: Call, wanted: Wanted) -> list[Move]:
    if not wanted.uses_stock:
        return []
    label = f"{wanted.series.name} {wanted.series.pad(wanted.series.next)}"
    return stock.planned(call.company, wanted.lines, label, wanted.day.isoformat(), call.scene.now)


def _own(text: str | None, copied: str) -> str:
    return copied if text is None else text


def _notes(body: EstimateBody) -> tuple[str, ...]:
    """Small print. An identity card needs the delegate's name, a car needs both."""
    delegate = ""
    if body.delegate_name:
        delegate = f"Delegat: {body.delegate_name}"
        if body.delegate_identity_card:
            delegate += f", CI {body.delegate_identity_card}"
            delegate += f", auto {body.delegate_auto}" if body.delegate_auto else ""
    issuer = f"Intocmit de: {body.issuer_name} {body.issuer_cnp or ''}".rstrip() if body.issuer_name else ""
    aviz = f"Aviz: {body.aviz}" if body.aviz else ""
    link = body.payment_url if body.payment_url and body.payment_url != PAYMENT_LINK else ""
    pay = f"Plateste online: {link}" if link else ""
    return tuple(note for note in (delegate, issuer, aviz, pay) if note)
