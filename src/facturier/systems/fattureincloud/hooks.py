"""Web hooks of Fatture in Cloud: a subscription, tried by a challenge, and events that name documents by their ids
(fact sheet, section 18).

The token signs who calls, about which company and to which address, but not the body: what that names is only looked
at. An application has one subscription for each type of event, so a second address for the same events is refused.
"""

import json
import re
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Misconfigured
from facturier.ports.hooks import About, Call, Forged, HookState, Line, Told
from facturier.systems.fattureincloud import signature
from facturier.systems.fattureincloud.capabilities import KINDS
from facturier.systems.fattureincloud.client import Client, open_client
from facturier.systems.fattureincloud.names import TYPES
from facturier.systems.fattureincloud.settings import OFFICIAL, Settings

PREFIX = "it.fattureincloud.webhooks."
CHALLENGE = "x-fic-verification-challenge"
_DOCUMENTS = f"{PREFIX}issued_documents."
_STATUS = f"{_DOCUMENTS}e_invoices.status_update"
_WORD = re.compile(r"[\w-]{1,200}", re.ASCII)
_PATH = "/subscriptions"
_MOST = 500
"""Ids of one event that are looked at: the body is not signed, and each costs a call. More is found later."""


class Subscription(Struct):
    id: str
    sink: str = ""
    types: list[str] = []
    verified: bool = False


class _Row(Struct):
    """A subscription as it is told: by the spec everything may be null."""

    id: str | None = None
    sink: str | None = None
    types: list[str] | None = None
    verified: bool | None = None


class _Ids(Struct):
    ids: list[int]


class _Event(Struct):
    data: _Ids


class CloudHooks:
    """See `ports.hooks.Hooks`."""

    signed = True

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    def heard(self, line: Line, call: Call) -> Told:
        told = signature.claims(
            call.headers.get("authorization", ""),
            self._settings.hook_key,
            line.address,
            self._client.company,
            frozenset({OFFICIAL, self._settings.base_url.strip().rstrip("/")}),
            self._client.now(),
        )
        challenge = call.headers.get(CHALLENGE) or call.query.get(CHALLENGE, "")
        if challenge:
            if not _WORD.fullmatch(challenge):
                raise Forged("the challenge is no word")
            return Told((), json.dumps({"verification": challenge}).encode(), "application/json")
        if told.get("jti") != call.headers.get("ce-id"):
            raise Forged("the token is another event's")
        type = call.headers.get("ce-type", "")
        if not type.startswith(_DOCUMENTS):
            return Told()  # the welcome, or what we did not ask for
        try:
            ids = msgspec.json.decode(call.body, type=_Event).data.ids
        except (msgspec.DecodeError, RecursionError):  # theirs, but it names nothing: reconcile will find it
            return Told()
        named = dict.fromkeys(ids[:_MOST])
        return Told(tuple(About(str(id), transmission=type == _STATUS) for id in named))

    def state(self, line: Line) -> HookState:
        ours = [one for one in self._listed() if one.sink == line.address]
        if not ours:
            return HookState.NONE
        if not self._wanted() <= _types(ours):
            return HookState.OFF
        return HookState.ON if all(one.verified for one in ours) else HookState.WAITING

    def switch_on(self, line: Line) -> None:
        """What is ours at an address that we had before is led to this one."""
        if urlsplit(line.address).scheme != "https":
            raise Misconfigured(
                say(
                    "Fatture in Cloud calls only addresses that begin with https, and this page is reached at "
                    "%(address)s. Open it by its https address and switch the web hooks on there.",
                    address=line.address,
                )
            )
        there = self._listed()
        ours = [one for one in there if line.leads_here(one.sink)]
        others = [one for one in there if one not in ours]
        wanted = self._wanted()
        if taken := wanted & _types(others):
            raise Misconfigured(
                say(
                    "The same application has Fatture in Cloud call %(sinks)s already, and it tells each event once. "
                    "Remove that subscription, or use an application of its own for Facturier.",
                    sinks=", ".join(sorted({one.sink for one in others if taken & set(one.types)})),
                )
            )
        for one in ours:
            if one.sink != line.address:
                self._change("PUT", one, {"sink": line.address})
        if ours and not wanted <= _types(ours):
            self._change("PUT", ours[0], {"types": sorted(wanted - _types(ours[1:]))})
        elif not ours:
            self._make(line, sorted(wanted))
        for one in self._listed():
            if one.sink == line.address and not one.verified:
                body = {"data": {"id": one.id, "verification_method": "header"}}
                self._client.act("POST", f"{_PATH}/{one.id}/verify", body)

    def switch_off(self, line: Line) -> None:
        for one in self._listed():
            if line.leads_here(one.sink):
                self._client.delete(f"{_PATH}/{one.id}")

    def _make(self, line: Line, types: list[str]) -> None:
        told = {
            "sink": line.address,
            "types": types,
            "verification_method": "header",
            "config": {"mapping": "binary"},
        }
        self._client.change("POST", _PATH, {"data": told}, _Row)

    def _change(self, method: str, one: Subscription, changes: dict[str, object]) -> None:
        told = {"sink": one.sink, "types": one.types, **changes}
        self._client.change(method, f"{_PATH}/{one.id}", {"data": told}, _Row)
        if isinstance(sink := changes.get("sink"), str):
            one.sink = sink

    def _listed(self) -> list[Subscription]:
        rows = self._client.get(_PATH, list[_Row])
        return [
            Subscription(row.id, row.sink or "", row.types or [], bool(row.verified))
            for row in rows
            if row.id
        ]

    def _wanted(self) -> set[str]:
        """Of the kinds that can be issued; of e-invoices where they are made."""
        kinds = {TYPES[kind] for kind in KINDS}
        wanted = {f"{_DOCUMENTS}{kind}s.{event}" for kind in kinds for event in ("update", "delete")}
        return wanted | ({_STATUS} if self._settings.e_invoice else set())


def _types(subscriptions: list[Subscription]) -> set[str]:
    return {type for one in subscriptions for type in one.types}


def open_hooks(settings: Settings, http: OpenHttp) -> CloudHooks:
    return CloudHooks(open_client(settings, http), settings)
