"""Web hooks of WooCommerce: how one is checked, which there are, and how they are switched on (again).

A body shows the order with the shop's own two decimals, and as it stands when the hook is sent: an order may be
refunded already when its `created` arrives. So only its id is taken. Every delivery of a hook carries the same
delivery id, which tells nothing apart.
"""

import hmac
import re
from base64 import b64encode

import msgspec
from msgspec import Struct

from facturier.ports.connector import OpenHttp
from facturier.ports.hooks import About, Call, Forged, HookState, Line, Told
from facturier.shops.woocommerce.client import Client
from facturier.shops.woocommerce.settings import Settings

TOPICS = ("order.created", "order.updated", "order.deleted", "order.restored")
_ACTIVE, _DISABLED = "active", "disabled"
_NAME = "Facturier"
_PING = re.compile(rb"webhook_id=\d+")
_SIZE = 100


class _Body(Struct, frozen=True):
    id: int


class _Hook(Struct, frozen=True):
    id: int
    status: str
    topic: str
    delivery_url: str


class WooHooks:
    """See `ports.hooks.Hooks`."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._client = Client(settings, open_http)

    @property
    def signed(self) -> bool:
        return True

    def heard(self, line: Line, call: Call) -> Told:
        """A ping, which the shop sends when a hook is saved, is not signed and says nothing."""
        if _PING.fullmatch(call.body):
            return Told()
        signed = b64encode(hmac.digest(line.secret.encode(), call.body, "sha256"))
        given = call.headers.get("x-wc-webhook-signature", "").encode()
        if not line.secret or not hmac.compare_digest(signed, given):
            raise Forged("the signature is missing or wrong")
        if call.headers.get("x-wc-webhook-resource", "order") != "order":
            return Told()
        try:
            return Told((About(str(msgspec.json.decode(call.body, type=_Body).id)),))
        except (msgspec.DecodeError, RecursionError):  # signed, so something changed: the poll will find it
            return Told()

    def state(self, line: Line) -> HookState:
        ours = self._ours(line.address)
        on = {hook.topic for hook in ours if hook.status == _ACTIVE}
        if on >= set(TOPICS):
            return HookState.ON
        return HookState.OFF if ours else HookState.NONE

    def switch_on(self, line: Line) -> None:
        address, secret = line.address, line.secret
        ours = self._ours(address)
        for hook in ours:
            if hook.topic in TOPICS:
                body = {"status": _ACTIVE, "secret": secret}
                self._client.change("PUT", f"/webhooks/{hook.id}", body)
        for topic in TOPICS:
            if topic not in {hook.topic for hook in ours}:
                body = {"name": f"{_NAME} {topic}", "topic": topic, "delivery_url": address, "secret": secret}
                self._client.change("POST", "/webhooks", body)

    def switch_off(self, line: Line) -> None:
        for hook in self._ours(line.address):
            self._client.change("PUT", f"/webhooks/{hook.id}", {"status": _DISABLED})

    def _ours(self, address: str) -> list[_Hook]:
        found: list[_Hook] = []
        page, more = 1, True
        while more:
            query = [("per_page", str(_SIZE)), ("page", str(page))]
            told = self._client.read_as(list[_Hook], "/webhooks", query)
            found += told
            page, more = page + 1, len(told) == _SIZE
        return [hook for hook in found if hook.delivery_url == address]


def open_hooks(settings: Settings, open_http: OpenHttp) -> WooHooks:
    return WooHooks(settings, open_http)
