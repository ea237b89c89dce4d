"""Webhooks: registered after a handshake, and told of what happens, each time with the same handshake.

The endpoint answers 200 with the base64 form of the header X-Oblio-Request-Id. There is no signature. Whether a
delivery that failed comes again is not known: here it does not.
"""

import threading
from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import httpx
import msgspec
from msgspec import Struct
from werkzeug.wrappers import Response

from facturier.sandbox.clock import SandboxClock
from facturier.systems.oblio.sandbox.answers import Refusal, success
from facturier.systems.oblio.sandbox.book import Company, Document, Hook, Kind, Move
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.switches import Switches

SOON = timedelta(seconds=1)
HEADER = "X-Oblio-Request-Id"
_NAMES = {
    Kind.INVOICE: "Invoice",
    Kind.PROFORMA: "Proforma",
    Kind.NOTICE: "Notice",
    Kind.RECEIPT: "TaxReceipt",
}
TOPICS = frozenset(
    {
        "stock",
        "Collect/Inserted",
        "Card/Confirmed",
        *(f"{name}/{what}" for name in _NAMES.values() for what in ("SaveDraft", "Cancel")),
        *(f"{_NAMES[kind]}/Update" for kind in (Kind.INVOICE, Kind.PROFORMA, Kind.NOTICE)),
    }
)
_encode = msgspec.json.Encoder(decimal_format="number").encode


def saved(kind: Kind) -> str:
    """The first half of a topic."""
    return _NAMES[kind]


class Delivery(Struct, frozen=True):
    """status None: nobody answered. heard: the endpoint echoed as it should."""

    topic: str
    endpoint: str
    body: dict[str, Any]
    status: int | None
    heard: bool


class Hooks:
    """transport: how an endpoint in the same process is reached; None is the network."""

    def __init__(
        self,
        switches: Switches,
        clock: SandboxClock,
        random: Random,
        new_id: Callable[[], int],
        lock: threading.RLock,
    ) -> None:
        self.sent: list[Delivery] = []
        self.transport: httpx.BaseTransport | None = None
        self._switches, self._clock, self._random, self._new_id = switches, clock, random, new_id
        self._lock = lock

    def create(self, company: Company, fields: Fields) -> Response:
        """201, once the endpoint has echoed. Raises Refusal."""
        topic, endpoint = fields.text("topic"), fields.text("endpoint")
        if topic not in TOPICS:
            raise Refusal(f"Evenimentul {topic} nu exista.")
        if not endpoint.startswith(("http://", "https://")):
            raise Refusal("Adresa endpoint nu este corecta.")
        _, heard = self._call(self._switches.hook_verb, endpoint, b"")
        if not heard and self._switches.hook_echo_needed:
            raise Refusal("Endpoint-ul nu a confirmat cererea.")
        hook = Hook(self._new_id(), topic, endpoint)
        company.hooks.append(hook)
        return success(_told(company, hook), status=201)

    def read(self, company: Company, fields: Fields) -> Response:
        topic = fields.text("topic")
        if not topic and self._switches.hooks_listed == "by_topic":
            raise Refusal("Evenimentul lipseste.")
        return success([_told(company, hook) for hook in company.hooks if topic in ("", hook.topic)])

    def one(self, company: Company, id: str) -> Response:
        return success(_told(company, self._find(company, id)))

    def delete(self, company: Company, id: str) -> Response:
        company.hooks.remove(self._find(company, id))
        return success()

    def tell(self, company: Company, topic: str, data: dict[str, Any]) -> None:
        """Soon, so that whoever caused it has had its answer."""
        body: dict[str, Any] = {"data": {} if self._switches.hook_payload == "nothing" else data}
        if self._switches.hook_payload == "all":
            body |= {"topic": topic, "cif": company.cif}
        for hook in company.hooks:
            if hook.topic == topic:
                self._clock.later(SOON, partial(self._deliver, hook, body))

    def tell_stock(self, company: Company, moves: Iterable[Move]) -> None:
        """What has moved, in a shape that is not documented."""
        for move in moves:
            product, (station, management) = move.product, move.place
            left = product.stock[move.place]
            self.tell(
                company,
                "stock",
                {
                    "code": product.code,
                    "name": product.name,
                    "quantity": left,
                    "management": management,
                    "workStation": station,
                },
            )

    def named(self, document: Document) -> dict[str, Any]:
        return {"seriesName": document.series, "number": document.number}

    def _deliver(self, hook: Hook, body: dict[str, Any]) -> None:
        status, heard = self._call("POST", hook.endpoint, _encode(body))
        self.sent.append(Delivery(hook.topic, hook.endpoint, body, status, heard))

    def _call(self, verb: str, endpoint: str, content: bytes) -> tuple[int | None, bool]:
        with self._lock:
            request_id = f"{self._random.getrandbits(96):024x}"
        headers = {HEADER: request_id, "Content-Type": "application/json"}
        try:
            with httpx.Client(transport=self.transport, trust_env=False, timeout=10) as client:
                answer = client.request(verb, endpoint, content=content, headers=headers)
        except httpx.HTTPError:
            return None, False
        echo = b64encode(request_id.encode()).decode()
        heard = answer.status_code == 200 and (verb == "HEAD" or answer.text.strip() == echo)
        return answer.status_code, heard

    def _find(self, company: Company, id: str) -> Hook:
        for hook in company.hooks:
            if str(hook.id) == id:
                return hook
        raise Refusal(f"Webhook-ul {id} nu exista.")


def _told(company: Company, hook: Hook) -> dict[str, Any]:
    return {"id": hook.id, "cif": company.cif, "topic": hook.topic, "endpoint": hook.endpoint}
