"""Language, look and organisation, as a person likes them."""

from django.test import Client
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.store.models import Organisation


def test_the_language_that_was_chosen_is_spoken(ana: Client) -> None:
    assert '<html lang="en"' in ana.get("/").text
    ana.post("/preferences/language/", {"language": "ro"})
    assert '<html lang="ro"' in ana.get("/").text


def test_the_language_of_the_browser_is_spoken_until_one_is_chosen(stranger: Client) -> None:
    assert '<html lang="ro"' in stranger.get("/login/", headers={"Accept-Language": "ro,en;q=0.5"}).text


def test_the_look_is_kept(ana: Client) -> None:
    assert 'data-theme="auto"' in ana.get("/").text
    answer = ana.post("/preferences/theme/", {"theme": "dark", "back": "/orders/?standing=held"})
    assert answer.headers["Location"] == "/orders/?standing=held"
    assert 'data-theme="dark"' in ana.get("/").text


def test_what_is_no_choice_is_refused(ana: Client) -> None:
    assert ana.post("/preferences/theme/", {"theme": "pink"}).status_code == 404
    assert ana.post("/preferences/language/", {"language": "xx"}).status_code == 404
    assert ana.post("/preferences/organisation/", {"organisation": "999999"}).status_code == 404


def test_a_person_of_two_organisations_chooses_which_one_is_shown(world: World) -> None:
    other = Organisation.objects.create(name="Zidaria")
    client = client_of(world, person("ion", world.organisation, other))
    assert "Atelierul Demo ·" in client.get("/").text
    client.post("/preferences/organisation/", {"organisation": other.pk})
    assert "Zidaria ·" in client.get("/").text


def test_an_organisation_that_was_taken_away_is_shown_no_longer(world: World) -> None:
    other = Organisation.objects.create(name="Zidaria")
    user = person("ion", world.organisation, other)
    client = client_of(world, user)
    client.post("/preferences/organisation/", {"organisation": other.pk})
    user.members.filter(organisation=other).delete()
    assert "Atelierul Demo ·" in client.get("/").text


def test_moments_are_shown_in_the_company_s_zone(ana: Client, world: World) -> None:
    """08:00 UTC is 10:00 in Bucharest in November."""
    assert "20 Nov 2026, 10:00" in ana.get("/").text


def test_health_tells_whether_the_database_answers(stranger: Client) -> None:
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "well\n")
    assert stranger.post("/healthz").status_code == 405
