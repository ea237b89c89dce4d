"""Oblio (Romania), through its REST interface. `page.md` is the page for its users."""

from facturier.ports.connector import Connector
from facturier.systems.oblio.connector import open_system
from facturier.systems.oblio.hooks import open_hooks
from facturier.systems.oblio.settings import Settings

CONNECTOR = Connector(
    name="oblio",
    title="Oblio",
    country="RO",
    settings=Settings,
    system=open_system,
    hooks=open_hooks,
    sandbox="facturier.systems.oblio.sandbox:create",
)
