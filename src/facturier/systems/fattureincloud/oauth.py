"""Access by consent: the page to go to, what its code is worth, and what follows when access ends (fact sheet, 2).

OAuth's answers are flat, unlike all others: a token, or `error` with a description.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from msgspec import Struct

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, RemoteError
from facturier.ports.grants import Grant
from facturier.ports.http import Http, Reply
from facturier.systems.fattureincloud.answers import read
from facturier.systems.fattureincloud.capabilities import CAPABILITIES, KINDS, LIMIT
from facturier.systems.fattureincloud.names import TYPES
from facturier.systems.fattureincloud.settings import Settings

SCOPES = " ".join(
    [
        "entity.clients:a",
        *(f"issued_documents.{TYPES[kind]}s:a" for kind in sorted(KINDS)),
        "products:r",
        "settings:r",
    ]
)
"""All that a route may ever want of an account: rights cannot be widened after the consent."""
EARLY = timedelta(minutes=5)


class Granted(Struct):
    access_token: str
    refresh_token: str
    expires_in: int


class Denied(Struct):
    error: str
    error_description: str = ""


def begin(settings: Settings, back: str, state: str) -> str:
    """The consent page. Which company it is for is chosen there; scopes cannot be widened afterwards."""
    app = _app(settings)
    asked = {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": back,
        "scope": SCOPES,
        "state": state,
    }
    return f"{settings.base_url.strip().rstrip('/')}/oauth/authorize?{urlencode(asked)}"


def finish(settings: Settings, http: OpenHttp, code: str, back: str) -> Grant:
    """A code lives for a minute and is worth something once."""
    asked = {"grant_type": "authorization_code", "redirect_uri": back, "code": code}
    return _asked(plain(settings, http, code), settings, asked)


def renewal(http: Http, settings: Settings, spent: Grant) -> Grant:
    """A refresh token may be worth something only once, so one worker at a time asks. Raises Misconfigured where only
    a new consent helps, NotNow otherwise: nothing but the renewal was tried."""
    asked = {"grant_type": "refresh_token", "refresh_token": spent.refresh}
    try:
        return _asked(http, settings, asked)
    except InDoubt as error:
        raise NotNow(
            say("Whether Fatture in Cloud renewed the access is not clear. It is tried again."),
            http.clock.now() + timedelta(seconds=30),
            error.words,
        ) from error


def plain(settings: Settings, http: OpenHttp, *more: str) -> Http:
    """For calls without a token. more: what else evidence must not show."""
    return http(
        settings.base_url.strip(),
        scope=scope_of(settings),
        limit=LIMIT,
        deadline=CAPABILITIES.deadline.total_seconds(),
        headers={"Accept": "application/json"},
        secrets=(settings.token.strip(), settings.client_secret.strip(), *more),
    )


def scope_of(settings: Settings) -> str:
    """Calls are counted for a company, whoever makes them; until it is chosen, all together."""
    return f"fattureincloud:{settings.company.strip() or 'no company'}"


def _asked(http: Http, settings: Settings, asked: Mapping[str, str]) -> Grant:
    reply = http.change("POST", "/oauth/token", json={**_app(settings), **asked})
    granted = read(reply, Granted) if reply.status == httpx.codes.OK else None
    if granted is None:
        raise _failure(http, reply)
    until = http.clock.now() + timedelta(seconds=granted.expires_in)
    return Grant(granted.access_token, granted.refresh_token, until)


def _failure(http: Http, reply: Reply) -> RemoteError:
    denied = read(http.shown(reply), Denied)
    if reply.status == httpx.codes.TOO_MANY_REQUESTS:
        return http.not_now(http.shown(reply).text[:200])
    if denied is None or reply.status >= 500 or reply.status == httpx.codes.OK:
        words = http.shown(reply).text[:200]
        return InDoubt(say("Fatture in Cloud did not answer with an access token."), words)
    return Misconfigured(
        say(
            "Fatture in Cloud grants no access (any more). Check the application's id and secret, then open this "
            "connection and grant access again."
        ),
        f"{denied.error} {denied.error_description}".strip(),
    )


def _app(settings: Settings) -> dict[str, Any]:
    app = {"client_id": settings.client_id.strip(), "client_secret": settings.client_secret.strip()}
    if not all(app.values()):
        raise Misconfigured(
            say("Enter the id and the secret of your application of Fatture in Cloud, and save, before that.")
        )
    return app
