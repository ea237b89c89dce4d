"""Connections: listed with how they are, connected by the connector's own form, tested before they are kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from django.test import Client
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.ports.transport import FreshTransport
from facturier.sandbox.serve import Served, serve
from facturier.sandbox.transport import InProcess
from facturier.store import accounts
from facturier.store.models import Connection, Organisation
from facturier.systems.smartbill.sandbox import create as smartbill

TOKEN = "a-token-that-no-account-has"


@pytest.fixture
def remote() -> Iterator[Served]:
    """SmartBill's simulator behind a socket."""
    with serve(smartbill()) as served:
        yield served


@pytest.fixture
def outside(world: World) -> World:
    """The world, with calls that go over the network."""
    world.env = replace(world.env, transport=lambda connection: FreshTransport)
    return world


@pytest.fixture
def bea(outside: World) -> Client:
    return client_of(outside, person("bea", outside.organisation))


def connect(client: Client, remote: Served, **changes: str) -> Any:
    fields = {"label": "Second", **remote.sandbox.settings(remote.url), **changes}
    return client.post("/connections/add/system/smartbill/", fields, follow=True)


def test_the_list_says_how_each_is(ana: Client, world: World) -> None:
    why = Misconfigured(say("The token was refused."))
    accounts.trouble(world.system, why, world.clock.now())
    html = ana.get("/connections/").text
    for told in ("Shop", "SmartBill", "The token was refused.", "Needs you", "30", "Shop to SmartBill"):
        assert told in html, told


def test_what_can_be_connected_comes_from_the_registry(ana: Client) -> None:
    html = ana.get("/connections/add/").text
    assert "/connections/add/system/smartbill/" in html
    assert "/connections/add/shop/magento/" in html
    assert ana.get("/connections/add/system/magento/").status_code == 404
    assert ana.get("/connections/add/outlet/smartbill/").status_code == 404


def test_the_form_is_the_connectors_own(ana: Client) -> None:
    html = ana.get("/connections/add/shop/magento/").text
    for told in (
        "Shop address",
        "Orders placed before this day are not read.",
        'type="date"',
        "name or number",
    ):
        assert told in html, told
    assert html.count('type="password"') == 5


def test_connected_after_its_test(bea: Client, remote: Served) -> None:
    answer = connect(bea, remote)
    assert "Second is connected." in answer.text
    row = Connection.objects.get(label="Second")
    assert row.secrets == {"token": remote.sandbox.account["token"]}
    assert row.offers is not None
    assert row.offers.warehouses == ("Magazin", "Depozit central")


def test_afterwards_what_the_account_offers_is_chosen_from(bea: Client, remote: Served) -> None:
    connect(bea, remote)
    row = Connection.objects.get(label="Second")
    html = bea.get(f"/connections/{row.pk}/").text
    assert '<option value="Depozit central">' in html


def test_what_does_not_work_is_not_kept_and_stays_as_typed(bea: Client, remote: Served) -> None:
    answer = connect(bea, remote, token=TOKEN, unit="kg")
    assert answer.status_code == 422
    assert "Not everything works" in answer.text
    assert "Save it anyway" in answer.text
    assert 'value="kg"' in answer.text
    assert TOKEN not in answer.text
    assert not Connection.objects.filter(label="Second").exists()


def test_it_may_be_kept_on_purpose(bea: Client, remote: Served) -> None:
    answer = connect(bea, remote, token=TOKEN, do="anyway")
    assert "not everything works yet" in answer.text
    assert Connection.objects.get(label="Second").secrets == {"token": TOKEN}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "", "Fill this in."),
        ("token", "", "Fill this in."),
        ("label", "", "Give it a name."),
        ("label", "SmartBill", "There is a connection named SmartBill already."),
        ("pad_width", "four", "Enter a whole number"),
        ("price_decimals", "9", "Choose one of the list."),
    ],
)
def test_bad_input_is_refused_at_its_field(
    bea: Client, remote: Served, field: str, value: str, said: str
) -> None:
    answer = connect(bea, remote, **{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert Connection.objects.count() == 2


def test_what_fields_say_together_is_checked_too(ana: Client) -> None:
    fields = {
        "label": "Magazin",
        "base_url": "shop.example",
        "start_date": "2026-01-01",
        "bearer_token": TOKEN,
    }
    answer = ana.post("/connections/add/shop/magento/", fields)
    assert answer.status_code == 422
    assert "The shop address must start with https://" in answer.text
    assert 'value="shop.example"' in answer.text
    assert TOKEN not in answer.text


def test_a_secret_left_empty_stays_and_no_page_shows_it(bea: Client, remote: Served) -> None:
    connect(bea, remote)
    row = Connection.objects.get(label="Second")
    fields = {**remote.sandbox.settings(remote.url), "label": "Renamed", "token": "", "issuer_name": "Ana"}
    assert "Renamed is connected." in bea.post(f"/connections/{row.pk}/", fields, follow=True).text
    row.refresh_from_db()
    assert (row.label, row.settings["issuer_name"]) == ("Renamed", "Ana")
    assert row.secrets == {"token": remote.sandbox.account["token"]}
    for page in ("/connections/", f"/connections/{row.pk}/"):
        assert remote.sandbox.account["token"] not in bea.get(page).text


def test_a_change_leaves_alone_how_far_a_worker_has_read(bea: Client, outside: World, remote: Served) -> None:
    connect(bea, remote)
    row = Connection.objects.get(label="Second")
    Connection.objects.filter(pk=row.pk).update(cursor="far")
    bea.post(f"/connections/{row.pk}/test/")
    row.refresh_from_db()
    assert row.cursor == "far"


def test_testing_again_shows_the_checklist(ana: Client, world: World) -> None:
    answer = ana.post(f"/connections/{world.system.pk}/test/")
    assert "Everything works" in answer.text
    assert "Normala 21 %" in answer.text


def test_others_connections_are_not_there(world: World) -> None:
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Elsewhere")))
    assert "SmartBill" not in stranger.get("/connections/").text
    assert stranger.get(f"/connections/{world.system.pk}/").status_code == 404
    assert stranger.post(f"/connections/{world.system.pk}/", {"label": "Mine"}).status_code == 404
    assert stranger.post(f"/connections/{world.system.pk}/test/").status_code == 404


class Meanwhile(InProcess):
    """The remote, and what somebody does while it answers for the first time."""

    def __init__(self, world: World, does: list[Callable[[], Any]]) -> None:
        super().__init__(world.sandbox)
        self._does = does

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        while self._does:
            self._does.pop()()
        return super().handle_request(request)


def slow(world: World, name: str, does: Callable[[], Any]) -> Client:
    """Somebody whose first call to the remote lasts as long as what another one does."""
    steps = [does]
    env = replace(world.env, transport=lambda connection: lambda: Meanwhile(world, steps))
    return client_of(replace(world, env=env), person(name, world.organisation))


def form(world: World, **more: str) -> dict[str, str]:
    """Of the account that the simulator has, without its token."""
    account = world.sandbox.account
    return {
        "label": "SmartBill",
        "email": account["email"],
        "company": account["cif"],
        "base_url": f"http://sandbox.test{account['path']}",
        **more,
    }


def saved(client: Client, world: World, **changes: str) -> Any:
    return client.post(f"/connections/{world.system.pk}/", form(world, **changes), follow=True)


def test_what_is_saved_while_somebody_tests_the_connection_stays(ana: Client, world: World) -> None:
    ion = slow(
        world, "ion", lambda: saved(ana, world, label="Renamed", issuer_name="Ana", token="", do="anyway")
    )
    assert "Everything works" in ion.post(f"/connections/{world.system.pk}/test/").text
    row = Connection.objects.get(pk=world.system.pk)
    assert (row.label, row.settings["issuer_name"]) == ("Renamed", "Ana")


def stamp(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found
    return found[1]


def test_an_old_page_does_not_undo_what_somebody_else_saved(ana: Client, world: World) -> None:
    address = f"/connections/{world.system.pk}/"
    ion = client_of(world, person("ion", world.organisation))
    old = stamp(ion.get(address).text)
    saved(ana, world, issuer_name="Ana", seen=stamp(ana.get(address).text))
    assert "was saved anew since this page was opened" in saved(ion, world, label="Renamed", seen=old).text
    row = Connection.objects.get(pk=world.system.pk)
    assert (row.label, row.settings["issuer_name"]) == ("SmartBill", "Ana")
    saved(ion, world, label="Renamed", issuer_name="Ana", seen=stamp(ion.get(address).text))
    assert Connection.objects.get(pk=world.system.pk).label == "Renamed"


def test_of_two_who_save_at_once_the_second_is_told(ana: Client, world: World) -> None:
    ion = slow(world, "ion", lambda: saved(ana, world, issuer_name="Ana"))
    assert "was saved anew since this page was opened" in saved(ion, world, label="Renamed").text
    row = Connection.objects.get(pk=world.system.pk)
    assert (row.label, row.settings["issuer_name"]) == ("SmartBill", "Ana")


def test_a_connection_belongs_to_the_organisation_for_which_its_form_was_opened(world: World) -> None:
    other = Organisation.objects.create(name="Zidaria")
    eva = client_of(world, person("eva", world.organisation, other))
    [shown] = re.findall(
        r'type="hidden" name="organisation" value="(\d+)"', eva.get("/connections/add/system/smartbill/").text
    )
    eva.post("/preferences/organisation/", {"organisation": other.pk})  # in another tab
    fields = form(world, label="Second", token=world.sandbox.account["token"], organisation=shown)
    assert "Second is connected." in eva.post("/connections/add/system/smartbill/", fields, follow=True).text
    assert Connection.objects.get(label="Second").organisation == world.organisation


def test_nobody_connects_an_account_to_somebody_elses_organisation(ana: Client, world: World) -> None:
    other = Organisation.objects.create(name="Zidaria")
    fields = {
        "label": "Second",
        "organisation": str(other.pk),
        "do": "anyway",
        "email": "a@b.test",
        "token": "x",
    }
    ana.post("/connections/add/system/smartbill/", {**fields, "company": "RO1"})
    assert Connection.objects.get(label="Second").organisation == world.organisation


def test_a_form_that_arrives_twice_connects_once(ana: Client, world: World) -> None:
    fields = form(world, label="Second", token=world.sandbox.account["token"])
    place = "/connections/add/system/smartbill/"
    ion = slow(world, "ion", lambda: ana.post(place, fields))
    assert "There is a connection named Second already." in ion.post(place, fields).text
    assert Connection.objects.filter(label="Second").count() == 1
