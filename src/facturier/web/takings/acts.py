"""What a person does to the register: begin it, leave an order out, put it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from facturier.flows import takings_close
from facturier.model.message import say
from facturier.takings.judge import Abroad
from facturier.web import typed
from facturier.web.back import back
from facturier.web.mishaps import Stop
from facturier.web.request import Request
from facturier.web.takings.queries import company_of, kept, order_of


@require_POST
def begin(request: Request, company: int) -> HttpResponse:
    row = company_of(request.reader, company)
    since = typed.day(request.POST.get("since", ""))
    abroad = request.POST.get("abroad", "")
    if since is None or abroad not in set(Abroad):
        raise Stop(
            say("Nothing was begun: choose the first day and what counts for sales to other EU states.")
        )
    takings_close.begin(request.env, row, since, Abroad(abroad), request.reader.name)
    messages.success(request, gettext("The register is kept from now on."))
    return redirect("takings:month", company)


@require_POST
def leave_out(request: Request, company: int, order: int) -> HttpResponse:
    register = kept(request.reader, company)
    why = request.POST.get("why", "").strip()
    if not why:
        raise Stop(say("Say why: the reason stays with the order. Nothing was done."))
    row = order_of(register, order)
    takings_close.leave_out(request.env, register, row, why, request.reader.name)
    messages.success(request, gettext("The order is left out of the register."))
    return redirect(back(request))


@require_POST
def put_back(request: Request, company: int, order: int) -> HttpResponse:
    register = kept(request.reader, company)
    takings_close.put_back(request.env, register, order_of(register, order), request.reader.name)
    messages.success(request, gettext("The order counts for the register again."))
    return redirect(back(request))
