"""The lines on which remotes call us: what they send reaches the flow as the web page hands it on."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tests.proof.remote import Remote

from facturier.flows import hooks
from facturier.flows.env import Env
from facturier.ports.errors import Misconfigured
from facturier.ports.hooks import Call, Forged
from facturier.sandbox.kit import Sandbox
from facturier.store import hooks as store
from facturier.store.models import Connection, HookLine, Knock, State

NOWHERE, HEARD, FORGED, NOBODY = 0, 200, 401, 404


class Met(NamedTuple):
    """How a call was answered; status 0 where it did not reach us."""

    status: int
    body: bytes = b""


class Line:
    """Each call is answered with the status that the page would give.

    forged: how many came that no remote sent, or for no address or account of today's, since it was last switched
    on. down: nothing reaches us just now. torn: whoever switched it last was cut off, so the remote may know another
    secret than we do.
    lost_at: since when our hooks are not there as they were, by somebody else's doing. remotes: what a system has in
    its book, where that is what it tells of; told: documents to look at, each with what was paid of it by then.
    """

    def __init__(self, env: Env, connection: Connection, tell: Callable[[str], None]) -> None:
        self._env = env
        self._connection = connection
        self._settings = connection.settings
        self._tell = tell
        self.address = f"https://facturier.test/hooks/{connection.pk}/"
        self.forged = 0
        self.down = self.torn = self._left = False
        self.lost_at: datetime | None = None
        self.remotes: Callable[[], Iterable[Remote]] | None = None
        self.told: dict[int, Decimal] = {}

    def recount(self) -> None:
        """The store's own count is another by now: it began anew, or an older one was put back."""
        settings = Connection.objects.get(pk=self._connection.pk).settings
        self._left |= settings != self._settings
        self._settings = settings
        counted = HookLine.objects.filter(connection=self._connection.pk)
        self.forged = sum(counted.values_list("refused", flat=True))

    def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        return self.arrives("POST", address, headers, body).status

    def arrives(
        self, verb: str, address: str, headers: Mapping[str, str], body: bytes, *, forged: bool = False
    ) -> Met:
        """forged: it is none of the remote's."""
        there = {(one.series, one.number): one.paid for one in self.remotes()} if self.remotes else None
        met = Met(NOWHERE) if self.down else self._arrives(verb, address, headers, body, forged)
        self.forged += forged and met.status in (HEARD, FORGED)
        if there is not None and met.status == HEARD:
            self._note(there)
        return met

    def _arrives(self, verb: str, address: str, headers: Mapping[str, str], body: bytes, forged: bool) -> Met:
        row = store.line(self._connection.pk)
        if row is None:
            return Met(NOBODY)
        found = urlsplit(address)
        shown = found.path.removeprefix(urlsplit(self.address).path).strip("/")
        told = {name.lower(): value for name, value in headers.items()}
        try:
            heard = hooks.arrived(self._env, row, Call(verb, shown, dict(parse_qsl(found.query)), told, body))
        except Forged:
            self._tell("turns a forged hook away")
            self.forged += not forged and self._astray(row, address, shown)
            return Met(FORGED)
        except Misconfigured:
            self._tell("cannot use its settings, and hears nothing")
            return Met(NOBODY)
        self._tell("hears a hook")
        return Met(HEARD, heard.answer)

    def _note(self, there: Mapping[tuple[str, str], Decimal]) -> None:
        """there: what was paid of each document before the call came."""
        waiting = Knock.objects.filter(connection=self._connection.pk, document__state=State.VERIFIED)
        for knock in waiting.select_related("document"):
            document = knock.document
            if document is not None and (paid := there.get((document.series, document.number))) is not None:
                self.told[document.pk] = paid

    def _astray(self, row: HookLine, address: str, shown: str) -> bool:
        """Whether the remote was told another address since, or another secret, and calls the old one still; or the
        connection is another account's by now, or was in between, and the one that calls was left behind."""
        if self.torn or not address.startswith(row.address) or shown not in ("", store.secret_of(row)):
            return True
        return self._left or bool(row.connection.settings != self._settings)


def of_shop(env: Env, shop: Connection, sandbox: Sandbox, tell: Callable[[str], None], *, on: bool) -> Line:
    """on: switched on before anything happens, as a person does it."""
    line = Line(env, shop, tell)
    sandbox.hooks.post = line.post  # type: ignore[attr-defined]
    if on:
        hooks.switch_on(env, shop, line.address)
    return line
