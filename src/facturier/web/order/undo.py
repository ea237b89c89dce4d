"""What a person does to one document: withdraw, cancel, issue again, accept, call it deleted. (Not credit.)"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facturier.flows import person
from facturier.flows.ask import ask
from facturier.flows.options import Act, for_document
from facturier.model.message import Message, say
from facturier.store.models import Document, Wish
from facturier.web import clicks
from facturier.web.language import told
from facturier.web.mishaps import Stop
from facturier.web.order.acts import reason_of
from facturier.web.order.once import again
from facturier.web.order.queries import document_of
from facturier.web.request import Request


@require_POST
def withdraw(request: Request, pk: int, document: int) -> HttpResponse:
    """It is not sent, unless the order changes and makes it ready anew."""
    found = document_of(request.reader, pk, document)
    if not again(request):
        person.cancel_unsent(request.env, found.pk, request.reader.name)
    return redirect("order:order", pk)


@require_POST
def cancel(request: Request, pk: int, document: int) -> HttpResponse:
    return _asked(request, document_of(request.reader, pk, document), Act.CANCEL, Wish.What.CANCEL)


@require_POST
def reissue(request: Request, pk: int, document: int) -> HttpResponse:
    return _asked(request, document_of(request.reader, pk, document), Act.REISSUE, Wish.What.REISSUE)


@require_POST
def accept(request: Request, pk: int, document: int) -> HttpResponse:
    """A disputed document counts as it is."""
    found = document_of(request.reader, pk, document)
    why = reason_of(request)
    if not again(request):
        person.accept(request.env, found.pk, request.reader.name, why)
        request.env.nudge("document", found.pk)
    return redirect("order:order", pk)


@require_POST
def gone(request: Request, pk: int, document: int) -> HttpResponse:
    """It was deleted in the system by hand; a look there must confirm it."""
    found = document_of(request.reader, pk, document)
    why = reason_of(request)
    if not again(request):
        person.gone(request.env, found.pk, request.reader.name, why)
        messages.success(request, told(_after(found)))
    return redirect("order:order", pk)


def _after(gone: Document) -> Message:
    if gone.original is not None:
        return say("It is not there any more, and credits nothing of %(name)s.", name=gone.original)
    return say("It is not there any more. Issue the order again if it needs a document.")


def _asked(request: Request, document: Document, act: Act, what: Wish.What) -> HttpResponse:
    """A wish that a worker grants when the document's state allows. The click's token makes two of them one."""
    why = reason_of(request)
    if not again(request):
        may(request, document, act)
        ask(request.env, document, what, request.reader.name, why, wish_token(request))
        messages.info(request, told(say("Asked for. It is done within seconds.")))
    return redirect("order:order", document.order_id)


def may(request: Request, document: Document, act: Act) -> None:
    """Raises Stop where the document's state does not allow this (any more)."""
    if act not in for_document(request.env, document):
        raise Stop(
            say(
                "%(name)s is not in a state for this any more. Nothing was done; see where it stands.",
                name=document,
            )
        )


def wish_token(request: Request) -> str:
    return f"{request.reader.name}:{clicks.token(request)}"
