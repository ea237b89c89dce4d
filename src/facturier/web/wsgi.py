"""The page as a WSGI application, over the world that its starter gives."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from facturier.flows.env import Env
from facturier.web.request import ENV

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def application(env: Env) -> "WSGIApplication":
    """`env`: what the flows behind the pages work in. Needs Django's settings, and a database that answers."""
    pages = get_wsgi_application()

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[ENV] = env
        return pages(environ, start_response)

    return answer
