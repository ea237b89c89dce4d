"""What people ask of a system by name, as on the command line."""

from unittest.mock import patch

from tests.proof.deeds.clicks import told
from tests.proof.ground import Ground

from facturier.flows.env import connector_of
from facturier.ports.clock import SystemClock
from facturier.ports.registry import loaded


@told
def errand(ground: Ground, order: int = 0, name: str = "", words: dict[str, str] | None = None) -> None:
    """It has the clock of its machine, which is the story's here."""
    found, account = connector_of(ground.account), ground.account
    settings = found.read({**account.settings, **account.secrets})
    asked = {one.name: one for one in loaded(found.errands)}[name]
    with patch.object(SystemClock, "now", lambda _: ground.env.clock.now()):
        report = asked.run({account.label: settings}, words or {})
    ground.tell(f"{name}: {report.said} {len(report.rows)} rows")
