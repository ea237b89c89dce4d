"""Logging in and out, and what the log-in says."""

from django.test import Client
from tests.support.world import World
from tests.web.conftest import PASSWORD, person


def test_a_person_logs_in(stranger: Client, world: World) -> None:
    person("ana", world.organisation)
    assert stranger.get("/").headers["Location"] == "/login/?next=/"
    answer = stranger.post("/login/", {"username": "ana", "password": PASSWORD, "next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Atelierul Demo" in answer.text


def test_a_wrong_password_is_told_without_saying_what_was_wrong(stranger: Client, world: World) -> None:
    person("ana", world.organisation)
    for name in ("ana", "nobody"):
        answer = stranger.post("/login/", {"username": name, "password": "guess"})
        assert "do not fit together" in answer.text


def test_the_log_in_closes_after_five_wrong_passwords(stranger: Client, world: World) -> None:
    person("ana", world.organisation)
    person("ion", world.organisation)
    for _ in range(5):
        answer = stranger.post("/login/", {"username": "ana", "password": "guess"})
    assert answer.status_code == 429
    assert "15 minutes" in answer.text
    assert stranger.post("/login/", {"username": "ana", "password": PASSWORD}).status_code == 429
    assert stranger.post("/login/", {"username": "ion", "password": PASSWORD}).status_code == 302


def test_the_log_in_says_how_to_make_the_first_account(stranger: Client) -> None:
    assert "facturier user add" in stranger.get("/login/").text
    person("ana")
    assert "facturier user add" not in stranger.get("/login/").text


def test_log_out_ends_the_session(ana: Client) -> None:
    assert ana.get("/").status_code == 200
    ana.post("/logout/")
    assert ana.get("/").status_code == 302


def test_a_foreign_address_is_no_place_to_go_after_log_in(stranger: Client, world: World) -> None:
    person("ana", world.organisation)
    answer = stranger.post(
        "/login/", {"username": "ana", "password": PASSWORD, "next": "https://elsewhere.test/"}
    )
    assert answer.headers["Location"] == "/"
