"""Pause and resume, at every level, with a reason and a name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.support.world import World, order
from tests.web.conftest import client_of, person

from facturier.model.message import say
from facturier.store import installation
from facturier.store.models import Organisation


def name(world: World, level: str) -> str:
    row = getattr(world, level)
    kind = {"shop": "connection", "system": "connection"}.get(level, level)
    return f"{kind}:{row.pk}"


@pytest.mark.parametrize("level", ["organisation", "shop", "system", "route"])
def test_a_level_is_paused_and_goes_on(ana: Client, world: World, level: str) -> None:
    text = ana.post("/brakes/pause/", {"level": name(world, level), "why": "stock-taking"}, follow=True).text
    assert "Paused by ana. stock-taking" in text
    world.hear(order("1001"))
    world.run()
    assert world.sandbox.ledger.entries() == ()
    ana.post("/brakes/resume/", {"level": name(world, level)})
    world.run()
    assert len(world.sandbox.ledger.entries()) == 1


def test_everything_is_paused_by_who_may_do_everything(ana: Client, root: Client, world: World) -> None:
    assert ana.post("/brakes/pause/", {"level": "all", "why": "no"}).status_code == 404
    assert installation.stopped() is None
    root.post("/brakes/pause/", {"level": "all", "why": "moving house"})
    assert "moving house" in str(installation.stopped())
    assert "moving house" in ana.get("/").text
    root.post("/brakes/resume/", {"level": "all"})
    assert installation.stopped() is None


def test_recovery_is_not_resumed_from_here(root: Client, world: World) -> None:
    installation.stop_sending(say("A backup was restored."), world.clock.now())
    root.post("/brakes/resume/", {"level": "all"})
    assert "A backup was restored." in root.get("/brakes/").text
    assert installation.stopped() is not None


def test_a_pause_wants_a_reason(ana: Client, world: World) -> None:
    answer = ana.post("/brakes/pause/", {"level": name(world, "route"), "why": " "}, follow=True)
    assert "give a reason" in answer.text
    world.route.refresh_from_db()
    assert world.route.paused_at is None


@pytest.mark.parametrize("level", ["", "route", "route:", "route:999999", "user:1", "route:x"])
def test_what_does_not_exist_is_not_paused(ana: Client, world: World, level: str) -> None:
    assert ana.post("/brakes/pause/", {"level": level, "why": "x"}).status_code == 404


@pytest.mark.parametrize("level", ["organisation", "shop", "system", "route"])
def test_another_organisation_pauses_nothing_of_ours(world: World, level: str) -> None:
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Alta")))
    assert stranger.post("/brakes/pause/", {"level": name(world, level), "why": "x"}).status_code == 404
    getattr(world, level).refresh_from_db()
    assert getattr(world, level).paused_at is None


def test_an_old_page_does_not_resume_what_was_paused_for_another_reason_since(
    ana: Client, root: Client, world: World
) -> None:
    for client, level in ((ana, name(world, "route")), (root, "all")):
        client.post("/brakes/pause/", {"level": level, "why": "lunch"})
        [since] = re.findall(
            rf'name="since" value="([^"]+)"><button class="main" name="level" value="{level}"',
            client.get("/brakes/").text,
        )
        client.post("/brakes/resume/", {"level": level, "since": since})
        world.clock.advance(timedelta(minutes=1))
        client.post("/brakes/pause/", {"level": level, "why": "two documents are disputed"})
        text = client.post("/brakes/resume/", {"level": level, "since": since}, follow=True).text
        assert "It was paused anew since this page was opened" in text
        assert "two documents are disputed" in client.get("/brakes/").text
        client.post("/brakes/resume/", {"level": level})
