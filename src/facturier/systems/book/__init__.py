"""The book: an invoicing system within Facturier, for which no account is needed. `page.md` is for its users."""

from facturier.ports.connector import Connector
from facturier.systems.book.connector import open_system
from facturier.systems.book.settings import Settings

CONNECTOR = Connector(
    name="book",
    title="Facturier's own book",
    settings=Settings,
    system=open_system,
    sandbox="facturier.systems.book.sandbox:create",
    inside="facturier.systems.book.service:create",
    errands="facturier.systems.book.errands:ERRANDS",
    several_at_once=True,
)
