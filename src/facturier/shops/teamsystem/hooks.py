"""Web hooks of a Storeden shop: one for each step of an order, signed by nobody (fact sheet, section 9).

The secret stands in the address. What a call holds is not documented: the order's id is looked for under the names
that receivers have seen or guessed, in a form or in JSON, and the order is read as ever.
"""

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from facturier.ports.connector import OpenHttp
from facturier.ports.hooks import About, HookState, Line, Told, known_by
from facturier.ports.hooks import Call as Knock
from facturier.ports.loose import loose
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.mapping import Call
from facturier.shops.teamsystem.settings import Settings

TYPES = {"0": "created", "1": "paid", "2": "shipped", "3": "in preparation", "7": "cancelled"}
ID_NAMES = ("id_order", "orderID", "order_id")
_LIST = "/webhook/list.json"
_MAKE = Call("POST", "/webhook/webhook.json", {"url": "{url}", "type": "{type}", "name": "{name}"})
_DROP = Call("DELETE", "/webhook/webhook.json", {"id": "{id}"})
_LONGEST_ID = 200


class _Hook(Struct):
    id: str
    url: str
    type: int | str


class StoredenHooks:
    """See `ports.hooks.Hooks`."""

    signed = False

    def __init__(self, client: Client) -> None:
        self._client = client

    def heard(self, line: Line, call: Knock) -> Told:
        known_by(line, call)
        told = _read(call.body)
        found = next((told[name] for name in ID_NAMES if name in told), None)
        if not isinstance(found, str | int) or isinstance(found, bool):
            return Told()
        id = str(found).strip()
        return Told((About(id),)) if 0 < len(id) <= _LONGEST_ID else Told()

    def state(self, line: Line) -> HookState:
        ours = {str(hook.type) for hook in self._listed() if hook.url == line.address}
        if not ours:
            return HookState.NONE
        return HookState.ON if ours >= set(TYPES) else HookState.OFF

    def switch_on(self, line: Line) -> None:
        """Those that lead to an address of ours with an older secret stay: they are turned away, and how one is
        changed is not documented."""
        known = {str(hook.type) for hook in self._listed() if hook.url == line.address}
        for type, name in TYPES.items():
            if type not in known:
                self._client.change(_MAKE, {"url": line.address, "type": type, "name": f"Facturier {name}"})

    def switch_off(self, line: Line) -> None:
        """That a hook can be dropped is a guess: where it cannot, the shop's word is raised."""
        for hook in self._listed():
            if line.leads_here(hook.url):
                self._client.change(_DROP, {"id": hook.id})

    def _listed(self) -> list[_Hook]:
        return self._client.listed(list[_Hook], _LIST)


def _read(body: bytes) -> dict[str, Any]:
    """A form or JSON, whatever its header calls it; empty for what is neither."""
    told = loose(body)
    if told is msgspec.UNSET:
        told = dict(parse_qsl(body.decode("utf-8", "replace")[:10_000]))
    return told if isinstance(told, dict) else {}


def open_hooks(settings: Settings, http: OpenHttp) -> StoredenHooks:
    return StoredenHooks(Client(settings, http))
