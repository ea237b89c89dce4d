"""Crediting an issued document: all that is left of it, or lines and amounts; shown before it is asked for."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.describe import Description, describe
from facturier.flows import credit as crediting
from facturier.flows.ask import ask
from facturier.flows.options import Act
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.store.models import Document, Wish
from facturier.web.form.seen import stamp
from facturier.web.language import told
from facturier.web.order.credit_form import CreditForm
from facturier.web.order.once import again
from facturier.web.order.queries import document_of
from facturier.web.order.undo import may, wish_token
from facturier.web.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: Request, pk: int, document: int) -> HttpResponse:
    """First what can be credited, then what the credit note would be; only the second button makes it, and only what
    was shown: where the form says something else, or somebody credited meanwhile, it is shown again."""
    original = document_of(request.reader, pk, document)
    if request.method != "POST":
        may(request, original, Act.CREDIT)
        return _page(request, original, CreditForm(crediting.left(request.env, original)))
    if again(request) and request.POST.get("do") == "issue":
        return redirect("order:order", pk)
    may(request, original, Act.CREDIT)
    left = crediting.left(request.env, original)
    form = CreditForm(left, request.POST)
    if not form.fits:
        return _page(request, original, form)
    try:
        draft = crediting.proposed(request.env, original, form.facts)
    except Refused as error:
        form.refused = error.message
        return _page(request, original, form)
    shown = stamp(draft, list(left.items()))
    if request.POST.get("do") != "issue" or request.POST.get("shown") != shown:
        arithmetic = request.env.capabilities(original.system).arithmetic
        proposed = describe(Decision(Outcome.READY, draft=draft), arithmetic)
        return _page(request, original, form, proposed, shown)
    ask(
        request.env,
        original,
        Wish.What.CREDIT,
        request.reader.name,
        form.why,
        wish_token(request),
        **form.facts,
    )
    messages.info(request, told(say("The credit note is asked for. It is made within seconds.")))
    return redirect("order:order", pk)


def _page(
    request: Request,
    document: Document,
    form: CreditForm,
    proposed: Description | None = None,
    shown: str = "",
) -> HttpResponse:
    facts = {
        "document": document,
        "order": document.order,
        "form": form,
        "proposed": proposed,
        "shown": shown,
        "most": sum((one.left.gross for one in form.lines), Decimal(0)),
        "room": "orders",
    }
    return render(request, "order/credit.html", facts, status=200 if form.fits and not form.refused else 422)
