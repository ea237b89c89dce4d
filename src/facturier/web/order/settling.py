"""A person ends a doubt: “this is it”, or “it does not exist”. Both look into the system once more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facturier.flows import person
from facturier.model.message import say
from facturier.ports.system import Verdict
from facturier.web.language import told
from facturier.web.mishaps import Stop
from facturier.web.order.acts import reason_of
from facturier.web.order.once import again
from facturier.web.order.queries import document_of
from facturier.web.request import Request


@require_POST
def this_is_it(request: Request, pk: int, document: int) -> HttpResponse:
    found = document_of(request.reader, pk, document)
    number = request.POST.get("number", "").strip()
    if not number:
        raise Stop(say("Say which number it has. Nothing was done."))
    if not again(request):
        made = person.this_is_it(request.env, found.pk, number, request.reader.name)
        made.refresh_from_db()
        messages.success(request, told(say("%(name)s is this order's document from now on.", name=made)))
    return redirect("order:order", pk)


@require_POST
def does_not_exist(request: Request, pk: int, document: int) -> HttpResponse:
    found = document_of(request.reader, pk, document)
    why = reason_of(request)
    if not again(request):
        verdict = person.does_not_exist(request.env, found.pk, request.reader.name, why)
        said = (
            say("It was found after all, and is this order's document from now on.")
            if verdict is Verdict.FOUND
            else say("It is sent again. Should the lost one turn up, an alarm says so.")
        )
        messages.success(request, told(said))
    return redirect("order:order", pk)
