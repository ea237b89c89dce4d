"""The consent page and the token endpoint of the authorisation code flow (fact sheet, section 2).

Whoever opens the consent page agrees at once, or refuses where the switch says so.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from facturier.systems.fattureincloud.sandbox.books import Access, App
from facturier.systems.fattureincloud.sandbox.call import Scene
from facturier.systems.fattureincloud.sandbox.replies import as_json

DOOR = "/oauth/"
CODE_LIFE = timedelta(seconds=60)
ACCESS_LIFE = timedelta(hours=24)
REFRESH_LIFE = timedelta(days=365)


def answer(scene: Scene, request: Request, path: str) -> Response:
    """OAuth's own answers are flat, in success and in failure."""
    match request.method, path:
        case "GET", "/oauth/authorize":
            return _authorise(scene, dict(parse_qsl(request.query_string.decode())))
        case "POST", "/oauth/token":
            return _token(scene, _sent(request))
    return _wrong("invalid_request", "Unknown endpoint.", 404)


def _authorise(scene: Scene, asked: dict[str, str]) -> Response:
    """Errors of this phase come back in the redirect, but never to an address that is not registered."""
    app = scene.book.apps.get(asked.get("client_id", ""))
    back = asked.get("redirect_uri", "")
    if app is None or back not in app.redirect_uris:
        return _wrong("invalid_request", "Unknown client or redirect URI.")
    told = {"state": asked.get("state", "")}
    if scene.switches.consent == "refused":
        told |= {"error": "access_denied", "error_description": "The user denied the request."}
    else:
        code = f"c/{scene.book.new_id():x}{scene.now.timestamp():.0f}"
        scene.book.codes[code] = {
            "app": app.client_id,
            "redirect_uri": back,
            "scope": asked.get("scope", ""),
            "until": scene.now + CODE_LIFE,
        }
        told["code"] = code
    return redirect(f"{back}?{urlencode(told)}")


def _token(scene: Scene, asked: dict[str, Any]) -> Response:
    app = scene.book.apps.get(str(asked.get("client_id", "")))
    if app is None or asked.get("client_secret") != app.client_secret:
        return _wrong("invalid_client", "Client authentication failed.")
    if asked.get("grant_type") == "authorization_code":
        code = scene.book.codes.pop(str(asked.get("code", "")), None)
        if code is None or code["until"] <= scene.now or code["app"] != app.client_id:
            return _wrong("invalid_grant", "The code is invalid or has expired.")
        if code["redirect_uri"] != asked.get("redirect_uri"):
            return _wrong("invalid_request", "The redirect URI differs.")
        return _granted(scene, app, code["scope"])
    if asked.get("grant_type") == "refresh_token":
        kept = scene.book.refreshes.get(str(asked.get("refresh_token", "")))
        if kept is None or kept["until"] <= scene.now or kept["app"] != app.client_id:
            return _wrong("invalid_grant", "The refresh token is invalid or has expired.")
        if scene.switches.refresh_once:
            del scene.book.refreshes[asked["refresh_token"]]
        return _granted(scene, app, kept["scope"])
    return _wrong("unsupported_grant_type", "Unknown grant type.")


def _granted(scene: Scene, app: App, scope: str) -> Response:
    """Scopes cannot be widened later: they are those of the consent."""
    number = f"{scene.book.new_id():x}"
    access, refresh = f"a/{number}.{app.client_id}", f"r/{number}.{app.client_id}"
    first = next(iter(scene.book.companies))
    scene.book.tokens[access] = Access(
        (first,), app.client_id, frozenset(scope.split()), scene.now + ACCESS_LIFE
    )
    scene.book.refreshes[refresh] = {
        "app": app.client_id,
        "scope": scope,
        "until": scene.now + REFRESH_LIFE,
    }
    seconds = int(ACCESS_LIFE.total_seconds())
    return as_json(
        {"token_type": "bearer", "access_token": access, "refresh_token": refresh, "expires_in": seconds}
    )


def _sent(request: Request) -> dict[str, Any]:
    """JSON or a form."""
    if request.mimetype == "application/x-www-form-urlencoded":
        return dict(parse_qsl(request.get_data().decode()))
    try:
        sent = msgspec.json.decode(request.get_data())
    except msgspec.DecodeError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _wrong(error: str, description: str, status: int = 400) -> Response:
    return as_json({"error": error, "error_description": description}, status)
