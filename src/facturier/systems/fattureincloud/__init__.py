"""Fatture in Cloud (Italy), through its API v2. `page.md` is the page for its users."""

from facturier.ports.connector import Connector
from facturier.ports.consent import Consent
from facturier.systems.fattureincloud import oauth
from facturier.systems.fattureincloud.connector import open_system
from facturier.systems.fattureincloud.hooks import open_hooks
from facturier.systems.fattureincloud.settings import Settings

CONNECTOR = Connector(
    name="fattureincloud",
    title="Fatture in Cloud",
    country="IT",
    settings=Settings,
    system=open_system,
    hooks=open_hooks,
    sandbox="facturier.systems.fattureincloud.sandbox:create",
    consent=Consent(oauth.begin, oauth.finish),
)
