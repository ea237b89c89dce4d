"""What a person sees when something did not go."""

import logging
import re

import pytest
from django.test import Client
from tests.support.world import World, order
from tests.web.conftest import client_of

from facturier.web.orders import listing


def test_an_address_that_leads_nowhere(ana: Client, stranger: Client) -> None:
    for client in (ana, stranger):
        answer = client.get("/nothing/")
        assert answer.status_code == 404
        assert "Nothing here" in answer.text


def test_our_own_mistake_shows_a_name_that_the_log_knows(
    world: World, ana: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*facts: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(listing, "counts", fails)
    ana.raise_request_exception = False
    with caplog.at_level(logging.ERROR, "facturier.web"):
        answer = ana.get("/orders/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    name = re.search(r"under ([0-9a-f]{12})\.", answer.text)
    assert name
    told = next(record for record in caplog.records if record.name == "facturier.web")
    assert name[1] in told.getMessage()
    assert told.exc_info
    assert told.exc_info[0] is ZeroDivisionError


def test_a_wish_that_is_refused_brings_the_person_back_with_the_reason(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    here = "http://testserver/orders/?standing=new"
    answer = ana.post("/orders/issue/", {}, headers={"Referer": here})
    assert answer.headers["Location"] == "/orders/?standing=new"
    assert "No order was chosen" in ana.get("/orders/").text


def test_nobody_is_sent_to_a_foreign_page(ana: Client) -> None:
    for foreign in ("https://elsewhere.test/orders/", "//elsewhere.test/", "javascript:alert(1)"):
        answer = ana.post("/orders/issue/", {"back": foreign}, headers={"Referer": foreign})
        assert answer.headers["Location"] == "/"


def test_nor_by_an_address_of_ours_that_looks_like_a_foreign_one(stranger: Client) -> None:
    """A page of status 404 has buttons too."""
    here = "http://testserver//elsewhere.test/orders/"
    answer = stranger.post("/preferences/theme/", {"theme": "dark"}, headers={"Referer": here})
    assert answer.headers["Location"] == "/elsewhere.test/orders/"


def test_a_host_that_is_not_ours_is_refused(world: World) -> None:
    answer = client_of(world).get("/login/", headers={"Host": "elsewhere.test"})
    assert answer.status_code == 400
