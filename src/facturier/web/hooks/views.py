"""Where remotes call us. Nobody is logged in here: a call proves by its signature where it comes from, or by a secret
that stands in the address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from facturier.flows import hooks
from facturier.ports.errors import Misconfigured
from facturier.ports.hooks import Call, Forged
from facturier.store import hooks as store
from facturier.web.request import Request

PLAIN = "text/plain; charset=utf-8"
LARGEST = 2 * 1024 * 1024
"""Bytes of a call that are read: an order of a thousand lines is smaller."""


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: Request, pk: int, shown: str = "") -> HttpResponse:
    """200 for what was signed and for a test of the line, 401 for what was not, 404 where nobody listens, 413 for
    what is too large, which is told before it is read."""
    line = store.line(pk)
    if line is None:
        return _said("nobody listens here", 404)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        return _said("too large", 413)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _said("too large", 413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    call = Call(str(request.method), shown, request.GET.dict(), headers, body)
    try:
        told = hooks.arrived(request.env, line, call)
    except Forged:
        return _said("the signature is wrong", 401)
    except Misconfigured:
        return _said("nobody listens here", 404)
    return HttpResponse(told.answer, told.type) if told.answer else _said("heard", 200)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", PLAIN, status)
