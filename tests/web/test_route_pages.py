"""Routes: one sentence each, every setting on a form, tried on real orders before anything is saved."""

import re
from typing import Any

import msgspec
import pytest
from django.test import Client
from tests.support.world import PERSON, World, line, order
from tests.web.conftest import client_of, person

from facturier.drafting.settings import PaymentMap
from facturier.flows import routes
from facturier.flows.routes import impossible
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.store import accounts
from facturier.store.models import Company, Connection, Order, Organisation, Route

LABEL = "Shop to SmartBill"


def form(**fields: str) -> dict[str, str]:
    """A form as a browser sends it: fields that were left as they are, and some that were not."""
    filled = {
        "label": LABEL,
        "rank": "0",
        "active": "on",
        "kind": "invoice",
        "series": "FCT",
        "include_shipping": "on",
        "write_back.comment": "",
        **fields,
    }
    return {name: value for name, value in filled.items() if value != "-"}


def save(client: Client, world: World, **fields: str) -> Any:
    return client.post(f"/routes/{world.route.pk}/", {"do": "save", **form(**fields)}, follow=True)


def route(world: World) -> Route:
    return Route.objects.get(pk=world.route.pk)


def test_each_route_is_one_sentence(ana: Client, world: World) -> None:
    selection = msgspec.structs.replace(
        world.route.settings.selection, only_paid=True, unpaid_methods=("cod",), countries=("RO",)
    )
    world.settings(selection=selection)
    html = ana.get("/routes/").text
    for told in ("Invoice of Shop into SmartBill", "it is paid, or by cod", "it goes to RO"):
        assert told in html, told


def test_a_second_route_is_told_what_it_gets(ana: Client, world: World) -> None:
    Route.objects.create(
        organisation=world.organisation,
        label="Proformas",
        shop=world.shop,
        system=world.system,
        company=world.company,
        settings=world.route.settings,
        rank=1,
    )
    html = ana.get("/routes/").text
    assert "Gets only what is turned away by:" in html
    assert html.index(LABEL) < html.index("Proformas")


def test_the_form_shows_every_setting_and_what_the_account_offers(ana: Client, world: World) -> None:
    world.settings(payments=(PaymentMap("card", type="Card online"),))
    html = ana.get(f"/routes/{world.route.pk}/").text
    for told in (
        '<option value="FCT" selected>',
        "Depozit central",
        "Card online",
        'name="payments.0.method"',
    ):
        assert told in html, told
    left_out = impossible(world.env, world.system)
    for name in msgspec.structs.fields(type(world.route.settings)):
        assert (f'"{name.name}' in html) is (name.name not in left_out), name.name


def test_saving_what_is_shown_changes_nothing(ana: Client, world: World) -> None:
    world.settings(
        payments=(PaymentMap("card", type="Card online", record=True), PaymentMap("cod", due_days=7)),
        due_days=14,
    )
    before = route(world).settings
    answer = ana.post(f"/routes/{world.route.pk}/", _as_a_browser_sends(ana, world), follow=True)
    assert "is saved" in answer.text
    assert route(world).settings == before


def test_e_invoices_stay_on_where_the_system_cannot_send_them_just_now(ana: Client, world: World) -> None:
    world.settings(transmit=True)
    ana.post(f"/routes/{world.route.pk}/", {**_as_a_browser_sends(ana, world), "label": "Renamed"})
    assert (route(world).label, route(world).settings.transmit) == ("Renamed", True)


def _as_a_browser_sends(ana: Client, world: World) -> dict[str, str]:
    """The values of every field on the page."""
    import re
    from html import unescape

    html = ana.get(f"/routes/{world.route.pk}/").text
    html = html[html.index('<form method="post" class="setup') :]
    sent = {"do": "save"}
    for tag in re.findall(r"<input [^>]*>", html):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in named and named.get("type") != "checkbox":
            sent[named["name"]] = unescape(named.get("value", ""))
        elif "checked" in tag:
            sent[named["name"]] = "on"
    for name, inner in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner) or re.search(r'value="([^"]*)"', inner)
        sent[name] = unescape(chosen[1]) if chosen else ""
    for name, inner in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        sent[name] = unescape(inner)
    return sent


def test_settings_are_changed_and_orders_decided_anew(ana: Client, world: World) -> None:
    world.route.active = False
    world.route.save()
    world.hear(order("1001"))
    world.run()
    assert Order.objects.get().standing == "closed"
    sent = {"selection.only_paid": "on", "selection.unpaid_methods": "banktransfer\ncod", "due_days": "7"}
    assert "is saved" in save(ana, world, **sent).text
    changed = route(world).settings
    assert changed.selection.only_paid
    assert changed.selection.unpaid_methods == ("banktransfer", "cod")
    assert (changed.due_days, changed.series) == (7, "FCT")
    world.run()
    assert Order.objects.get().standing == "verified"


def test_rows_are_added_filled_and_removed(ana: Client, world: World) -> None:
    answer = ana.post(f"/routes/{world.route.pk}/", {**form(due_days="7"), "add": "payments"})
    assert 'name="payments.0.method"' in answer.text
    assert 'name="due_days" value="7"' in answer.text
    assert route(world).settings.payments == ()
    row = {"payments.rows": "1", "payments.0.method": "card", "payments.0.record": "on"}
    save(ana, world, **row)
    assert route(world).settings.payments == (PaymentMap("card", record=True),)
    save(ana, world, **row, **{"payments.0.remove": "on"})
    assert route(world).settings.payments == ()


def test_rows_within_rows(ana: Client, world: World) -> None:
    rule = {"rules.rows": "1", "rules.0.country": "EU"}
    answer = ana.post(f"/routes/{world.route.pk}/", {**form(**rule), "add": "rules.0.vat"})
    assert 'name="rules.0.vat.0.category"' in answer.text
    inner = {"rules.0.vat.rows": "1", "rules.0.vat.0.percent": "0", "rules.0.vat.0.category": "K"}
    save(ana, world, **rule, **inner)
    (kept,) = route(world).settings.rules
    assert (kept.country, kept.vat[0].category) == ("EU", "K")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("label", "", "Give it a name."),
        ("rank", "first", "Enter a whole number"),
        ("due_days", "soon", "Enter a whole number"),
        ("largest_gap", "little", "Enter a number"),
        ("selection.from_date", "31.01.2026", "Enter a day"),
        ("kind", "bill", "Choose one of the list."),
        ("series", "NOPE", "It has: FCT"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(
    ana: Client, world: World, field: str, value: str, said: str
) -> None:
    before = route(world).settings
    answer = save(ana, world, **{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert value in answer.text
    assert route(world).settings == before


def test_one_rank_one_route(ana: Client, world: World) -> None:
    answer = ana.post("/routes/add/", {"do": "save", **form(label="Second")})
    assert answer.status_code == 422
    assert "has rank 0 already" in answer.text
    ana.post("/routes/add/", {"do": "save", **form(label="Second", rank="1")})
    assert Route.objects.get(label="Second").rank == 1
    assert "There is a route named Second already." in save(ana, world, label="Second").text


def test_a_new_route_begins_with_its_ends(ana: Client, world: World) -> None:
    other = type(world.shop).objects.create(
        organisation=world.organisation, role="shop", connector="magento", label="Other shop"
    )
    assert "Sales of" in ana.get("/routes/add/").text
    ends = f"?shop={other.pk}&system={world.system.pk}&company={world.company.pk}"
    html = ana.get(f"/routes/add/{ends}").text
    assert "Other shop – SmartBill" in html
    ana.post(f"/routes/add/{ends}", {"do": "save", **form(label="Another")})
    assert Route.objects.get(label="Another").shop == other


def test_trying_says_what_would_become_of_the_newest_orders_and_saves_nothing(
    ana: Client, world: World
) -> None:
    nowhere = msgspec.structs.replace(PERSON.address, subdivision="", region="")
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.hear(order("1003", buyer=msgspec.structs.replace(PERSON, address=nowhere)))
    world.hear(order("1004", line(kind=LineKind.UNKNOWN)))
    world.hear(order("1005", currency="RON", status="pending"))
    world.run()
    before = route(world).settings
    sent = {"do": "try", **form(**{"selection.statuses": "processing", "due_days": "7"})}
    html = ana.post(f"/routes/{world.route.pk}/", sent).text
    for told in (
        "Of 5:",
        "2 would be issued",
        "2 held",
        "1 waiting",
        "is of an unknown kind",
        "has the status",
    ):
        assert told in html, told
    assert 'name="due_days" value="7"' in html
    assert route(world).settings == before


def test_trying_a_later_route_says_what_goes_another_way_first(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    html = ana.post("/routes/add/", {"do": "try", **form(label="Second", rank="1")}).text
    assert "1 go another way first" in html
    assert not Route.objects.filter(label="Second").exists()


def test_others_routes_are_not_there(world: World) -> None:
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Elsewhere")))
    assert LABEL not in stranger.get("/routes/").text
    assert stranger.get(f"/routes/{world.route.pk}/").status_code == 404
    assert stranger.post(f"/routes/{world.route.pk}/", form(label="Mine")).status_code == 404
    ends = f"?shop={world.shop.pk}&system={world.system.pk}&company={world.company.pk}"
    stranger.post(f"/routes/add/{ends}", {"do": "save", **form(label="Mine", rank="3")})
    assert not Route.objects.filter(label="Mine").exists()


def test_an_old_page_does_not_undo_what_somebody_else_saved(ana: Client, world: World) -> None:
    ion = client_of(world, person("ion", world.organisation))
    old = _as_a_browser_sends(ion, world)["seen"]
    save(ana, world, due_days="14", seen=_as_a_browser_sends(ana, world)["seen"])
    assert "was saved anew since this page was opened" in save(ion, world, label="Mine", seen=old).text
    assert (route(world).label, route(world).settings.due_days) == (LABEL, 14)
    save(ion, world, label="Mine", seen=_as_a_browser_sends(ion, world)["seen"])
    assert route(world).label == "Mine"


def test_a_route_that_is_paused_while_somebody_saves_it_stays_paused(
    ana: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rival = routes.rival

    def disputed_meanwhile(saved: Route) -> Route | None:
        accounts.pause(route(world), say("Two documents are disputed."), "facturier", world.clock.now())
        return rival(saved)

    monkeypatch.setattr(routes, "rival", disputed_meanwhile)
    save(ana, world, label="Renamed")
    assert (route(world).label, str(route(world).paused_why)) == ("Renamed", "Two documents are disputed.")


def test_a_new_route_joins_the_ends_that_its_form_showed(world: World) -> None:
    """Also where somebody switches to another organisation in another tab."""
    other = Organisation.objects.create(name="Zidaria")
    ends = [
        Connection.objects.create(organisation=other, role=role, connector=connector, label=role)
        for role, connector in (("shop", "magento"), ("system", "smartbill"))
    ]
    Company.objects.create(organisation=other, issuer="RO1", facts=world.company.facts)
    eva = client_of(world, person("eva", world.organisation, other))
    found = re.search(
        r'<form method="post" class="setup sections" action="([^"]+)"', eva.get("/routes/add/").text
    )
    assert found
    eva.post("/preferences/organisation/", {"organisation": other.pk})
    eva.post("/routes/add/" + found[1].replace("&amp;", "&"), {"do": "save", **form(label="New", rank="7")})
    assert not Route.objects.filter(shop__in=ends).exists()
