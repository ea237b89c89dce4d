"""The line on which a shop calls us: deliveries reach the flow as the web page hands them on."""

from collections.abc import Callable, Mapping

from facturier.flows import hooks
from facturier.flows.env import Env, connector_of
from facturier.ports.hooks import Call, Forged
from facturier.sandbox.kit import Sandbox
from facturier.store import hooks as store
from facturier.store.models import Connection, HookLine

ADDRESS = "https://facturier.test/hooks/1/"
HEARD, FORGED = 200, 401


class Line:
    """Each call is answered with the status that the page would give. forged: how many came that no shop sent."""

    def __init__(self, env: Env, shop: Connection, tell: Callable[[str], None]) -> None:
        self._env = env
        self._shop = shop
        self._tell = tell
        self.forged = 0

    def recount(self) -> None:
        """The store's own count is another by now: it began anew, or an older one was put back."""
        self.forged = sum(HookLine.objects.values_list("refused", flat=True))

    def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        row = store.line(self._shop.pk)
        assert row is not None, "a shop calls before it was told to"
        try:
            told = {name.lower(): value for name, value in headers.items()}
            shown = address.removeprefix(ADDRESS).strip("/")
            hooks.arrived(self._env, row, Call(shown=shown, headers=told, body=body))
        except Forged:
            self._tell("turns a forged hook away")
            return FORGED
        self._tell("hears a hook")
        return HEARD


def opened(env: Env, shop: Connection, sandbox: Sandbox, tell: Callable[[str], None]) -> Line | None:
    """The line of a connection, switched on as a person does it; None where the shop has no web hooks."""
    if connector_of(shop).hooks is None:
        return None
    line = Line(env, shop, tell)
    sandbox.hooks.post = line.post  # type: ignore[attr-defined]
    hooks.switch_on(env, shop, ADDRESS)
    return line
