"""SmartBill Cloud (Romania), through its V1 interface. `page.md` is the page for its users."""

from facturier.ports.connector import Connector
from facturier.systems.smartbill.connector import open_system
from facturier.systems.smartbill.settings import Settings

CONNECTOR = Connector(
    name="smartbill",
    title="SmartBill",
    country="RO",
    settings=Settings,
    system=open_system,
    sandbox="facturier.systems.smartbill.sandbox:create",
)
