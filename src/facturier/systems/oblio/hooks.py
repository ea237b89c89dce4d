"""Web hooks of Oblio: tried when they are made, and each call answered with an echo (fact sheet, section 8).

Oblio signs nothing: the secret stands in the address. Which verb tries a new hook is not known, so any will do; what
a call holds is known of one topic alone, so a document is looked for where that one has it, and what names none is
left to the comparison of both books.
"""

from base64 import b64encode
from contextlib import suppress

from msgspec import Struct

from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Refused
from facturier.ports.hooks import About, Call, Forged, HookState, Line, Told, known_by
from facturier.ports.loose import loose
from facturier.systems.oblio.capabilities import declared
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.door import Door
from facturier.systems.oblio.settings import Settings

HEADER = "x-oblio-request-id"
TOPICS = (
    *(f"{kind}/{event}" for kind in ("Invoice", "Proforma", "Notice") for event in ("Update", "Cancel")),
    "Collect/Inserted",
)
_LONGEST = 200
_PATH = "/api/webhooks"


class _Hook(Struct):
    id: int | str
    topic: str
    endpoint: str


class OblioHooks:
    """See `ports.hooks.Hooks`."""

    signed = False

    def __init__(self, client: Client) -> None:
        self._client = client

    def heard(self, line: Line, call: Call) -> Told:
        known_by(line, call)
        request = call.headers.get(HEADER, "")
        if len(request) > _LONGEST:
            raise Forged("what is to be echoed is too long")
        return Told(_about(call.body), b64encode(request.encode()))

    def state(self, line: Line) -> HookState:
        """That a new hook was tried is all that Oblio tells: what is there is on."""
        ours = [hook.topic for hook in self._listed() if hook.endpoint == line.address]
        if not ours:
            return HookState.NONE
        return HookState.ON if set(TOPICS) <= set(ours) else HookState.OFF

    def switch_on(self, line: Line) -> None:
        there = self._listed()
        for hook in there:
            if hook.endpoint != line.address and line.leads_here(hook.endpoint):
                self._drop(hook)
        known = {hook.topic for hook in there if hook.endpoint == line.address}
        for topic in TOPICS:
            if topic not in known:
                self._client.change("POST", _PATH, topic=topic, endpoint=line.address)

    def switch_off(self, line: Line) -> None:
        for hook in self._listed():
            if line.leads_here(hook.endpoint):
                self._drop(hook)

    def _listed(self) -> list[_Hook]:
        """Whether all are told to who names no topic is not known: where that is refused, each is asked for."""
        with suppress(Refused):
            return self._client.get(_PATH, list[_Hook])
        return [hook for topic in TOPICS for hook in self._client.get(_PATH, list[_Hook], topic=topic)]

    def _drop(self, hook: _Hook) -> None:
        self._client.change("DELETE", f"{_PATH}/{hook.id}")


def _about(body: bytes) -> tuple[About, ...]:
    """The document in `data`, or where there is no such envelope; nothing where none is named."""
    told = loose(body)
    data = told.get("data", told) if isinstance(told, dict) else None
    if not isinstance(data, dict):
        return ()
    series, number = data.get("seriesName"), data.get("number")
    if not isinstance(series, str) or not isinstance(number, str | int) or isinstance(number, bool):
        return ()
    return (About(series=series, number=str(number).strip()),)


def open_hooks(settings: Settings, http: OpenHttp) -> OblioHooks:
    deadline = declared(settings.price_decimals).deadline
    return OblioHooks(Client(Door(settings, http, deadline), settings.company.strip()))
