"""Every address: closed to who is not logged in, closed to forms that are not ours, and safe in what it sends."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.support.world import World
from tests.web.conftest import client_of, person

SIGNED = {"hooks:receive", "hooks:shown"}
"""Called by remotes, not by people: a call proves by its signature where it comes from, or by a secret in the
address (see `test_hooks`)."""
OPEN = {"entrance:login", "health:health", "preferences:language", "preferences:theme", *SIGNED}
"""What answers without a log-in."""
VALUES = {
    "pk": 1,
    "document": 1,
    "evidence": 1,
    "effect": 1,
    "what": "attempt",
    "role": "shop",
    "name": "magento",
    "company": 1,
    "order": 1,
    "form": "pdf",
    "day": "2026-11-20",
    "shown": "secret",
}


def addresses() -> dict[str, str]:
    """By name: one address for everything that answers."""
    return dict(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, space: str, route: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}"
            parts = {part: VALUES[part] for part in re.findall(r"<\w+:(\w+)>", path)}
            yield name, reverse(name, kwargs=parts)
        else:
            yield from _walk(pattern, f"{pattern.namespace}:", path)


def test_there_is_something_to_walk() -> None:
    assert len(addresses()) > 20


def test_nothing_is_shown_to_who_is_not_logged_in(stranger: Client) -> None:
    for name, address in addresses().items():
        if name in OPEN:
            continue
        for method in (stranger.get, stranger.post):
            answer = method(address)
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/login/"), name


def test_no_form_is_taken_that_is_not_ours(world: World) -> None:
    strict = client_of(world, person("ana", world.organisation), enforce_csrf_checks=True)
    for name, address in addresses().items():
        if name == "health:health" or name in SIGNED:
            continue
        answer = strict.post(address)
        assert answer.status_code == 403, name
        assert "Please try again" in answer.text, name


def test_what_changes_something_is_not_reached_by_a_link(ana: Client) -> None:
    """An address either shows or changes; those that change refuse GET, the others refuse POST or show a form."""
    for name, address in addresses().items():
        shown, sent = ana.get(address), ana.post(address)
        assert 405 in (shown.status_code, sent.status_code) or shown.status_code in (200, 302, 404), name


@pytest.mark.parametrize("address", ["/", "/login/", "/orders/", "/nothing/", "/healthz"])
def test_every_answer_forbids_foreign_content(ana: Client, address: str) -> None:
    answer = ana.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["/", "/orders/", "/documents/", "/brakes/", "/login/"])
def test_no_page_holds_a_script_or_a_style_of_its_own(ana: Client, stranger: Client, address: str) -> None:
    text = (stranger if address == "/login/" else ana).get(address).text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert "https://" not in text


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(stranger: Client, world: World) -> None:
    person("ana", world.organisation)
    stranger.get("/login/")
    stranger.post("/login/", {"username": "ana", "password": "a long enough password"})
    for name in ("facturier_session", "facturier_csrf"):
        cookie = stranger.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
