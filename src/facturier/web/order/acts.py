"""What a person does to an order as a whole. Each brings back the order's page, which says what became of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facturier.flows import cure, effects, person
from facturier.flows.decide import decide
from facturier.flows.hurry import hurry
from facturier.model.message import say
from facturier.store import orders
from facturier.store.models import Order, Standing
from facturier.web.language import told
from facturier.web.mishaps import Stop
from facturier.web.order.once import again
from facturier.web.order.queries import effect_of, order_of
from facturier.web.request import Request


@require_POST
def issue(request: Request, pk: int) -> HttpResponse:
    """Decide it anew, now; what is ready then is sent by a worker at once, also where it would have waited."""
    order = order_of(request.reader, pk)
    if not again(request):
        hurry(request.env, order.pk)
        say_standing(request, order)
    return redirect("order:order", pk)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    order = order_of(request.reader, pk)
    why = reason_of(request)
    if not again(request):
        person.close_order(request.env, order, request.reader.name, why)
    return redirect("order:order", pk)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    order = order_of(request.reader, pk)
    if not order.closed_by:
        raise Stop(say("Order %(number)s was not closed by a person.", number=order.number))
    if not again(request):
        orders.reopen(order, request.reader.name, request.env.clock.now())
        decide(request.env, order.pk)
        say_standing(request, order)
    return redirect("order:order", pk)


@require_POST
def uncorrect(request: Request, pk: int) -> HttpResponse:
    """Take a correction back: what the shop says counts again."""
    order = order_of(request.reader, pk)
    if not again(request):
        cure.take_back(request.env, order, request.POST.get("field", ""), request.reader.name)
        say_standing(request, order)
    return redirect("order:order", pk)


@require_POST
def effect(request: Request, pk: int, effect: int) -> HttpResponse:
    """Try again what could not be done after the document: keep the PDF, write onto the order, record the payment."""
    found = effect_of(request.reader, pk, effect)
    if not again(request):
        effects.again(request.env, found, request.reader.name)
        messages.info(request, told(say("It is tried again.")))
    return redirect("order:order", pk)


def reason_of(request: Request) -> str:
    """Why somebody does this, for the audit trail. Raises Stop where it is missing."""
    why = request.POST.get("why", "").strip()
    if not why:
        raise Stop(say("Say why: the reason stays with the order. Nothing was done."))
    return why


def say_standing(request: Request, order: Order) -> None:
    """What became of an order that was just decided anew."""
    order.refresh_from_db()
    standing = Standing(order.standing)
    if standing is Standing.HELD:
        messages.warning(request, told(say("Decided anew: it is still held. See what is left below.")))
    elif standing is Standing.READY:
        messages.success(request, told(say("Decided anew: it is ready and is sent next.")))
    elif order.reason is not None:
        messages.info(request, told(order.reason))
