"""Who may log in to the pages."""

from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.cli.conftest import Run
from tests.support.world import World

from facturier.cli.exits import Exit
from facturier.store.models import Organisation
from facturier.web.request import ENV


def may_log_in(world: World, name: str, password: str) -> bool:
    environ: dict[str, Any] = {ENV: world.env}
    client = Client(**environ)
    return bool(client.post("/login/", {"username": name, "password": password}).status_code == 302)


def test_a_user_gets_a_password_that_is_printed_once(facturier: Run, inside: World) -> None:
    made = facturier("user", "add", "ana", "--json")
    assert made.code == Exit.DONE
    assert len(made.json["password"]) >= 16
    assert may_log_in(inside, "ana", made.json["password"])
    assert User.objects.get().is_superuser
    assert made.json["password"] not in facturier("user", "list").out


def test_a_user_of_an_organisation_sees_it_alone(facturier: Run, inside: World) -> None:
    Organisation.objects.create(name="Alta")
    facturier("user", "add", "ana", "--organisation", "Atelierul Demo")
    user = User.objects.get()
    assert not user.is_superuser
    assert [row.organisation.name for row in user.members.all()] == ["Atelierul Demo"]
    assert facturier("user", "list", "--json").json[0]["organisations"] == ["Atelierul Demo"]


def test_a_new_password_takes_the_place_of_the_old_one(facturier: Run, inside: World) -> None:
    old = facturier("user", "add", "ana", "--json").json["password"]
    new = facturier("user", "password", "ana", "--generate", "--json").json["password"]
    assert not may_log_in(inside, "ana", old)
    assert may_log_in(inside, "ana", new)


def test_who_is_removed_logs_in_no_longer(facturier: Run, inside: World) -> None:
    password = cast(str, facturier("user", "add", "ana", "--json").json["password"])
    assert facturier("user", "remove", "ana").code == Exit.DONE
    assert not may_log_in(inside, "ana", password)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "ana"), Exit.USAGE),
        (("add", "ion", "--organisation", "Nobody"), Exit.FAILED),
        (("password", "nobody"), Exit.FAILED),
        (("remove", "nobody"), Exit.FAILED),
    ],
)
def test_what_cannot_be_is_told(facturier: Run, inside: World, words: tuple[str, ...], code: Exit) -> None:
    facturier("user", "add", "ana")
    assert facturier("user", *words, "--json").code == code
    assert User.objects.count() == 1
