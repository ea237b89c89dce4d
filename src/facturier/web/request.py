"""A request as the views see it: with the world it works in, and with who reads."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from facturier.flows.env import Env
from facturier.web.reader import Reader, reader_of

ENV = "facturier.env"
"""Under this name the starter of the page hands the world to each request (see `wsgi`)."""


class Request(HttpRequest):
    """reader: who is logged in; views behind the log-in always have one."""

    env: Env
    reader: Reader
    htmx: HtmxDetails


class World:
    """Middleware: gives a request its world and its reader. Moments are shown in the reader's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.env = request.META[ENV]
        if not request.user.is_authenticated:
            return self._get_response(request)
        request.reader = reader_of(request.user, request.session.get("organisation"))
        with timezone.override(request.reader.zone):
            return self._get_response(request)
