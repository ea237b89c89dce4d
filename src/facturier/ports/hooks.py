"""Web hooks: a remote calls us when something changed. A hook only says *look*; it is then looked at as ever.

A shop tells of orders, a system of documents. Hooks get lost, come twice or late, and are switched off by the remote
after some failures. So nothing depends on them: the poll finds whatever no hook told, and whether they are still on
is asked once a day. Who signs nothing is told a secret with the address instead.
"""

from collections.abc import Mapping
from enum import StrEnum
from hmac import compare_digest
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct


class Forged(Exception):
    """What came to a hook's address was not signed by the remote, or does not know the secret."""


class HookState(StrEnum):
    """ON: every hook that we need. OFF: the remote has switched one off, or somebody did. NONE: there are none.

    WAITING: all are there, and the remote has yet to try whether it reaches us.
    """

    ON = "on"
    OFF = "off"
    NONE = "none"
    WAITING = "waiting"


class Line(Struct, frozen=True):
    """Where a remote calls us. address: as it was told to the remote, the secret included where it stands there.
    secret: ours, with which the remote signs, or which it shows. place: the path of the address, up to the secret: it
    names the connection, whatever host we are reached at and whatever the secret was."""

    address: str
    secret: str
    place: str

    def leads_here(self, address: str) -> bool:
        """Whether calls to another address are meant for this line, or were."""
        return urlsplit(address).path.startswith(self.place)


class Call(Struct, frozen=True):
    """What came to the address. shown: the secret that stood in the address, empty where none did. query: the
    parameters behind it. headers: names in small letters."""

    method: str = "POST"
    shown: str = ""
    query: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    body: bytes = b""


class About(Struct, frozen=True):
    """What to look at: an order or a document by its remote id, or a document by series and number. Numbers may be
    padded with zeros here and not there. transmission: it is the e-invoice of the document that moved."""

    remote_id: str = ""
    series: str = ""
    number: str = ""
    transmission: bool = False


class Told(Struct, frozen=True):
    """What a call was about; nothing where it is only a test of the line. answer, type: what the remote wants to
    hear back, empty where the status is enough."""

    about: tuple[About, ...] = ()
    answer: bytes = b""
    type: str = "text/plain; charset=utf-8"


class Hooks(Protocol):
    """What a remote with web hooks offers, named as `Connector.hooks`.

    All but `heard` may raise the errors of `ports.errors`.
    """

    @property
    def signed(self) -> bool:
        """False: the remote signs nothing, so the secret is a part of the address."""
        ...

    def heard(self, line: Line, call: Call) -> Told:
        """What a call tells of. No call is made. Raises Forged."""
        ...

    def state(self, line: Line) -> HookState:
        """Of the hooks that point there."""
        ...

    def switch_on(self, line: Line) -> None:
        """Make what is missing and switch on what is off. Safe to repeat."""
        ...

    def switch_off(self, line: Line) -> None:
        """Take away the hooks that point there. Safe to repeat."""
        ...


def known_by(line: Line, call: Call) -> None:
    """For those who sign nothing: whether the caller knows the secret. Raises Forged."""
    if not line.secret or not compare_digest(line.secret.encode(), call.shown.encode()):
        raise Forged("the secret in the address is missing or wrong")
