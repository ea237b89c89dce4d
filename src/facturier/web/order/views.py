"""The page of one order, its pulse while something is under way, and the raw exchange one click away."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from facturier.flows import cure
from facturier.flows.env import Env
from facturier.flows.options import for_document, for_order
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.store import orders
from facturier.store.models import Attempt, Document, Order, Standing, State, Wish
from facturier.web.order import einvoice, exchange, fields
from facturier.web.order.acts import say_standing
from facturier.web.order.curing import NOTHING_TYPED, Typed, counted, curables, read
from facturier.web.order.doubt import doubt_of
from facturier.web.order.explained import document_explained, order_explained
from facturier.web.order.once import again
from facturier.web.order.queries import documents_of, evidence_of, newest_sale, order_of
from facturier.web.order.sides import draft_side, shop_side
from facturier.web.order.timeline import timeline
from facturier.web.request import Request

_UNDER_WAY = (State.READY, State.SENDING, State.IN_DOUBT, State.ISSUED)


@require_safe
def order(request: Request, pk: int) -> HttpResponse:
    return _page(request, order_of(request.reader, pk))


@require_safe
def pulse(request: Request, pk: int) -> HttpResponse:
    """Asked every other second while something is under way: nothing new, or “load the page again”."""
    row = order_of(request.reader, pk)
    if request.GET.get("seen") == _stamp(row, documents_of(row)):
        return HttpResponse(status=204)
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Other values for fields. What cannot stand there is shown again as it was typed, and then nothing is done."""
    row = order_of(request.reader, pk)
    typed = read(row, _counted(row), request.POST)
    if not typed.fits:
        return _page(request, row, typed)
    if not again(request):
        cure.cure(request.env, row, typed.values, request.reader.name)
        say_standing(request, row)
    return redirect("order:order", pk)


@require_safe
def raw(request: Request, pk: int, what: str, evidence: int) -> HttpResponse:
    """What went over the wire for one attempt or look, as a fragment of the page."""
    found = evidence_of(request.reader, pk, what, evidence)
    answered = not isinstance(found, Attempt) or found.exchanges is not None
    facts = {"calls": exchange.calls(found.exchanges or ()), "answered": answered}
    return render(request, "order/exchange.html", facts)


def _page(request: Request, row: Order, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    documents = documents_of(row)
    newest = newest_sale(documents)
    shop = shop_side(row)
    draft = draft_side(request.env, row, newest)
    today, acts = _counted(row), for_order(row)
    einvoices = einvoice.shown(documents, request.env.clock.now())
    findings = curables(draft.description.findings, today, typed)
    facts = {
        "order": row,
        "document": newest,
        "explained": order_explained(row, newest),
        "acts": acts,
        "document_acts": for_document(request.env, newest) if newest else frozenset(),
        "shop": shop,
        "draft": draft,
        "typed": typed,
        "findings": findings,
        "curable": "correct" in acts and any(one.field for one in findings),
        "corrected": [(one, fields.label(today, one.field)) for one in shop.cures] if today else (),
        "fields": _fields(row, today),
        "made": _made(row),
        "cards": [_card(request.env, one) | {"einvoice": einvoices.get(one.pk)} for one in documents],
        "doubts": [doubt_of(one) for one in documents if one.state == State.HELD_IN_DOUBT],
        "e_invoice_troubles": einvoice.with_amendments(request.env, einvoices),
        "disputes": [one for one in documents if one.state == State.DISPUTED],
        "timeline": timeline(row, documents),
        "stamp": _stamp(row, documents) if _under_way(row, documents) else "",
        "room": "orders",
    }
    return render(request, "order/order.html", facts, status=200 if typed.fits else 422)


def _fields(row: Order, today: OrderFacts | None) -> Sequence[tuple[str, Message]]:
    """What may be corrected; of what is issued, only the buyer can still get onto the document."""
    found = list(fields.named(today)) if today else []
    return [one for one in found if one[0].startswith("buyer.")] if _made(row) else found


def _made(row: Order) -> bool:
    return row.standing in (Standing.ISSUED, Standing.VERIFIED, Standing.DISPUTED)


def _counted(row: Order) -> OrderFacts | None:
    """The order as it counts today: what the shop says, with people's corrections."""
    return counted(row.snapshot.facts if row.snapshot else None, orders.cures_of(row))


def _card(env: Env, document: Document) -> dict[str, Any]:
    """One document with what may be done to it."""
    last = document.wishes.order_by("-pk").first()
    waiting = last if last and last.state == Wish.State.WAITING else None
    return {
        "document": document,
        "explained": document_explained(document),
        "acts": for_document(env, document),
        "held": last if last and last.state == Wish.State.HELD else None,
        "asked": say("%(by)s asked: %(what)s. It waits for its turn.", by=waiting.by, what=waiting.what)
        if waiting
        else None,
    }


def _under_way(row: Order, documents: Sequence[Document]) -> bool:
    return (
        (row.look_at is not None and row.standing == "new")
        or any(
            one.state in _UNDER_WAY or one.wishes.filter(state=Wish.State.WAITING).exists()
            for one in documents
        )
        or einvoice.under_way(einvoice.sendings(documents))
    )


def _stamp(row: Order, documents: Sequence[Document]) -> str:
    """Changes whenever the page would show something else."""
    parts = [
        row.standing,
        *(f"{one.pk}{one.state}{one.number}{one.credited}{one.pdf[:6]}" for one in documents),
    ]
    parts += [f"{sending.pk}{sending.state}" for sending in einvoice.sendings(documents)]
    parts += [f"{wish.pk}{wish.state}" for one in documents for wish in one.wishes.order_by("pk")]
    return "-".join(parts)
