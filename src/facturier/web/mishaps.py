"""What a person sees when something did not go: what happened, to what, and what to do now."""

import logging
import sys
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from facturier.model.message import Message
from facturier.ports.errors import RemoteError
from facturier.web.back import back
from facturier.web.language import told

log = logging.getLogger("facturier.web")


class Stop(Exception):
    """A view cannot do what was asked; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


class Mishaps:
    """Middleware: a wish that could not be granted brings the person back, with the reason.

    Any other error is a fault of ours and goes its way to the page of status 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RemoteError | Stop):
            return None
        words = getattr(error, "words", "")
        if request.method == "POST":
            messages.error(request, f"{told(error.message)} {words}".strip())
            return redirect(back(request))
        return _page(request, 409, gettext("This could not be shown"), told(error.message), words)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = gettext("The request was not understood. Go back and try it again.")
    return _page(request, 400, gettext("That did not work"), why)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = gettext("Your account may not do this. Ask whoever set up Facturier to give you access.")
    return _page(request, 403, gettext("Not for this account"), why)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: an old page, cookies switched off, or somebody else's form."""
    why = gettext(
        "This page was open for too long, or cookies are switched off. Nothing was done. Load it again."
    )
    return _page(request, 403, gettext("Please try again"), why)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = gettext("There is nothing at this address, or it belongs to another organisation.")
    return _page(request, 404, gettext("Nothing here"), why)


def broken(request: HttpRequest) -> HttpResponse:
    """The trace goes to the log, under a name that the person can tell us."""
    name = uuid.uuid4().hex[:12]
    log.error("fault %s at %s %s", name, request.method, request.path, exc_info=sys.exc_info())
    why = gettext("Facturier failed here. What was asked may or may not be done: look before you ask again.")
    return _page(request, 500, gettext("Our mistake"), why, name=name)


def _page(
    request: HttpRequest, status: int, title: str, why: str, words: str = "", name: str = ""
) -> HttpResponse:
    facts = {"status": status, "title": title, "why": why, "words": words, "name": name}
    return render(request, "frame/mishap.html", facts, status=status)
