"""Access by consent: to the remote's page and back, with a state that is worth something once."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.ports.transport import FreshTransport
from facturier.sandbox.serve import Served, serve
from facturier.store.grants import StoredGrants
from facturier.store.models import Connection, Organisation
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox, create
from facturier.systems.fattureincloud.sandbox.books import App
from facturier.systems.fattureincloud.sandbox.seed import CLIENT_ID, CLIENT_SECRET

BACK = "http://testserver/connections/consent/back/"


@pytest.fixture
def sandbox() -> FattureInCloudSandbox:
    made = create()
    made.book.apps[CLIENT_ID] = App(CLIENT_ID, CLIENT_SECRET, (BACK,))
    return made


@pytest.fixture
def remote(sandbox: FattureInCloudSandbox) -> Iterator[Served]:
    with serve(sandbox) as served:
        yield served


@pytest.fixture
def bea(world: World) -> Client:
    world.env = replace(world.env, transport=lambda connection: FreshTransport)
    return client_of(world, person("bea", world.organisation))


@pytest.fixture
def row(world: World, remote: Served) -> Connection:
    """Saved as it is: nobody has granted anything yet."""
    form = remote.sandbox.settings(remote.url)
    del form["token"]
    return Connection.objects.create(
        organisation=world.organisation,
        role=Connection.Role.SYSTEM,
        connector="fattureincloud",
        label="Cloud",
        settings={**form, "client_id": CLIENT_ID},
        secrets={"client_secret": CLIENT_SECRET},
    )


def way_back(client: Client, row: Connection) -> str:
    """What the browser is sent back to, once somebody has answered on the consent page."""
    page = client.get(f"/connections/{row.pk}/consent/")
    assert page.status_code == 302
    return str(httpx.get(page["location"]).headers["location"])


def follow(client: Client, address: str) -> str:
    told = urlsplit(address)
    return client.get(told.path, {k: v[0] for k, v in parse_qs(told.query).items()}, follow=True).text


def test_the_page_says_which_address_to_register(bea: Client, row: Connection) -> None:
    html = bea.get(f"/connections/{row.pk}/").text
    assert BACK in html
    assert f"/connections/{row.pk}/consent/" in html


def test_granted_kept_and_tested(bea: Client, row: Connection) -> None:
    assert "Cloud is connected." in follow(bea, way_back(bea, row))
    assert StoredGrants(row.pk).current() is not None
    row.refresh_from_db()
    assert row.offers is not None
    assert "PayPal [3]" in row.offers.accounts


def test_refused(bea: Client, row: Connection, sandbox: FattureInCloudSandbox) -> None:
    sandbox.switches.consent = "refused"
    assert "was not granted" in follow(bea, way_back(bea, row))
    assert StoredGrants(row.pk).current() is None


def test_a_state_of_somebody_else_is_worth_nothing(bea: Client, world: World, row: Connection) -> None:
    """So nobody can slip their own account under another's connection."""
    address = way_back(bea, row)
    other = client_of(world, person("mallory", world.organisation))
    assert "was not begun here" in follow(other, address)
    forged = address.replace("state=", "state=x")
    assert "was not begun here" in follow(bea, forged)
    assert "was not begun here" in follow(bea, address)  # the way back was used up by the forgery
    assert StoredGrants(row.pk).current() is None


def test_a_way_back_is_gone_once(bea: Client, row: Connection) -> None:
    address = way_back(bea, row)
    follow(bea, address)
    assert "was not begun here" in follow(bea, address)


def test_without_an_application_nobody_is_sent_away(bea: Client, row: Connection) -> None:
    Connection.objects.filter(pk=row.pk).update(settings={**row.settings, "client_id": ""})
    answer = bea.get(f"/connections/{row.pk}/consent/", follow=True)
    assert "id and the secret of your application" in answer.text


def test_connections_of_others_are_not_there(world: World, row: Connection) -> None:
    elsewhere = client_of(world, person("eve", Organisation.objects.create(name="Elsewhere")))
    assert elsewhere.get(f"/connections/{row.pk}/consent/").status_code == 404


def test_a_connector_without_a_consent_page(bea: Client, world: World) -> None:
    html = bea.get(f"/connections/{world.system.pk}/").text
    assert "consent" not in html
    answer = bea.get(f"/connections/{world.system.pk}/consent/", follow=True)
    assert "takes no consent" in answer.text
