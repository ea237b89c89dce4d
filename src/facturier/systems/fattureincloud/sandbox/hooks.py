"""What the vendor sends to the sinks of subscriptions (fact sheet, section 18): challenges and signed events.

At least once, mostly in order. 5xx is tried again, four times in all; 410 deletes the subscription; anything else
that is no success is dropped. The first failure starts a clock of ten days, which any success stops.
"""

import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, NamedTuple

import httpx
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from facturier.sandbox.clock import SandboxClock
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.replies import Json
from facturier.systems.fattureincloud.sandbox.switches import Switches

SOURCE = "https://api-v2.fattureincloud.it"
PREFIX = "it.fattureincloud.webhooks."
CHALLENGE = "x-fic-verification-challenge"
WELCOME = f"{PREFIX}subscriptions.welcome"
_SUCCESSES = frozenset((200, 201, 202, 204, 102))
_SOON, _AGAIN, _TRIED_AGAIN = timedelta(seconds=2), timedelta(minutes=1), timedelta(minutes=10)
_MOST_TRIES, _MOST_CHALLENGES = 4, 5
_PATIENCE = timedelta(days=10)
_LIVES = timedelta(hours=3)


class Met(NamedTuple):
    """How a call was answered; status 0 where nobody did."""

    status: int
    body: bytes = b""


Post = Callable[[str, str, Mapping[str, str], bytes], Met]
"""Verb, address, headers, body."""


class Sent(NamedTuple):
    type: str
    ids: tuple[int, ...]
    status: int


def over_the_network(verb: str, address: str, headers: Mapping[str, str], body: bytes) -> Met:
    try:
        answer = httpx.request(verb, address, headers=dict(headers), content=body, timeout=10)
    except (httpx.HTTPError, OSError):
        return Met(0)
    return Met(answer.status_code, answer.content)


class Hooks:
    """post: how a call leaves. sent: every event that left, with the status that it met."""

    def __init__(self, switches: Switches, clock: SandboxClock, random: Random) -> None:
        self.post: Post = over_the_network
        self.sent: list[Sent] = []
        self._switches, self._clock, self._random = switches, clock, random
        self._keys = [ec.derive_private_key(random.getrandbits(255) | 1, ec.SECP256R1()) for _ in range(2)]
        self._failing: dict[str, datetime] = {}

    @property
    def public_key(self) -> str:
        """As the vendor prints it: base64 of a PEM."""
        public = self._keys[0].public_key()
        return b64encode(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)).decode()

    def challenge(self, company: Company, id: str, left: int = _MOST_CHALLENGES) -> None:
        """At once or soon; again every ten minutes while nobody answers as they should."""
        if self._switches.verified == "at_once" and left == _MOST_CHALLENGES:
            self._try(company, id, left)
        else:
            self._clock.later(
                _SOON if left == _MOST_CHALLENGES else _TRIED_AGAIN, partial(self._try, company, id, left)
            )

    def tell(self, company: Company, type: str, *ids: int) -> None:
        """An event, to whoever subscribed to its type, or to all of its kind."""
        kind, _, event = type.rpartition(".")
        group = f"{kind.rpartition('.')[0]}.all.{event}"
        for row in list(company.subscriptions.values()):
            if not row["verified"] or not {PREFIX + type, PREFIX + group} & set(row["types"]):
                continue
            if self._switches.hooks_lost:
                continue
            token = f"198:{uuid.UUID(int=self._random.getrandbits(128))}"
            for _ in range(2 if self._switches.hooks_doubled else 1):
                after = timedelta(seconds=self._switches.hook_delay)
                self._clock.later(
                    after, partial(self._deliver, company, row["id"], PREFIX + type, ids, token)
                )

    def _try(self, company: Company, id: str, left: int) -> None:
        row = company.subscriptions.get(id)
        if row is None or row["verified"]:
            return
        word = f"{self._random.getrandbits(128):032x}"
        headers = {
            "User-Agent": "FattureInCloud/API-WEBHOOK",
            "Authorization": self._signed(company, row["sink"], word),
        }
        address = row["sink"]
        if row["verification_method"] == "query":
            address += f"?{CHALLENGE}={word}"
        else:
            headers[CHALLENGE] = word
        met = self.post("GET", address, headers, b"")
        if met.status == 200 and _json(met.body) == {"verification": word}:
            row["verified"] = True
            self._clock.later(_SOON, partial(self._deliver, company, id, WELCOME, (), f"198:{word}"))
        elif left > 1:
            self.challenge(company, id, left - 1)

    def _deliver(
        self, company: Company, id: str, type: str, ids: tuple[int, ...], token: str, tried: int = 1
    ) -> None:
        row = company.subscriptions.get(id)
        if row is None:
            return
        headers = {
            "ce-type": type,
            "ce-time": self._clock.now().isoformat(),
            "ce-subject": f"company:{company.id}",
            "ce-specversion": "1.0",
            "ce-source": SOURCE,
            "ce-id": token,
            "Authorization": self._signed(company, row["sink"], token),
            "Content-Type": "application/json",
            "Connection": "close",
        }
        met = self.post("POST", row["sink"], headers, msgspec.json.encode({"data": {"ids": list(ids)}}))
        self.sent.append(Sent(type, ids, met.status))
        if met.status in _SUCCESSES:
            self._failing.pop(id, None)
            return
        since = self._failing.setdefault(id, self._clock.now())
        if met.status == 410 or self._clock.now() - since > self._clock.lasting(_PATIENCE):
            company.subscriptions.pop(id, None)
        elif met.status >= 500 and tried < _MOST_TRIES:
            self._clock.later(_AGAIN, partial(self._deliver, company, id, type, ids, token, tried + 1))

    def _signed(self, company: Company, sink: str, token: str) -> str:
        now = self._clock.now()
        told: dict[str, Any] = {
            "jti": token,
            "iss": SOURCE,
            "sub": f"company:{company.id}",
            "aud": [sink],
            "iat": int(now.timestamp()),
            "exp": int((now + _LIVES).timestamp()),
            "aid": 198,
        }
        key = self._keys[1 if self._switches.hook_key_wrong else 0]
        return f"Bearer {jwt.encode(told, key, algorithm='ES256')}"


def _json(body: bytes) -> Json | None:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return None
