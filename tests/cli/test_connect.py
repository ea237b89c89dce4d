"""Connecting: by the connector's form, tested before it is kept, secrets locked away."""

from pathlib import Path

import pytest
from django.db import connection as database
from pytest_django import Settings
from tests.cli.conftest import Result, Run, sets
from tests.support.world import World

from facturier.cli import boot
from facturier.cli.exits import Exit
from facturier.flows.env import Env
from facturier.sandbox.serve import Served
from facturier.store import secrets
from facturier.store.models import Connection


@pytest.fixture(autouse=True)
def real_network(inside: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(boot, "environment", lambda home: Env(files=home.files))
    return inside


def connect(facturier: Run, system: Served, *more: str, **changes: str) -> Result:
    given = {**system.sandbox.settings(system.url), **changes}
    return facturier("connect", "system", "smartbill", "--label", "Second", *sets(given), *more, "--json")


def test_a_checklist_and_what_the_account_offers(facturier: Run, system: Served) -> None:
    ended = connect(facturier, system)
    assert ended.code == Exit.DONE, ended.err
    told = ended.json
    assert {check["what"] for check in told["checks"]} >= {
        "E-mail and token",
        "Series",
        "VAT rates",
        "Warehouses",
    }
    assert all(check["ok"] for check in told["checks"])
    assert "FCT" in [series["name"] for series in told["offers"]["series"]]
    row = Connection.objects.get(label="Second")
    assert row.offers is not None
    assert row.offers.warehouses == ("Magazin", "Depozit central")


def test_secrets_are_stored_encrypted_and_never_shown(facturier: Run, system: Served) -> None:
    ended = connect(facturier, system)
    token = system.sandbox.account["token"]
    row = Connection.objects.get(label="Second")
    assert row.secrets == {"token": token}
    assert "token" not in row.settings
    with database.cursor() as cursor:
        cursor.execute("SELECT secrets, settings::text FROM store_connection WHERE label = 'Second'")
        locked, settings = cursor.fetchone()
    assert token.encode() not in bytes(locked)
    assert token not in settings + ended.out + ended.err


def test_wrong_credentials_keep_nothing(facturier: Run, system: Served) -> None:
    ended = connect(facturier, system, token="wrong")
    assert ended.code == Exit.MISCONFIGURED
    assert "Nothing was kept" in ended.json["error"]
    assert "token" in ended.json["words"]
    assert not Connection.objects.filter(label="Second").exists()


def test_what_does_not_work_can_be_kept_on_purpose(facturier: Run, system: Served) -> None:
    ended = connect(facturier, system, "--anyway", token="wrong")
    assert ended.code == Exit.DONE
    assert ended.json["works"] is False
    assert Connection.objects.filter(label="Second").exists()


def test_a_secret_may_come_from_the_environment(
    facturier: Run, system: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = system.sandbox.settings(system.url)
    monkeypatch.setenv("FACTURIER_SMARTBILL_TOKEN", given.pop("token"))
    ended = facturier("connect", "system", "smartbill", "--label", "Second", *sets(given), "--json")
    assert ended.code == Exit.DONE, ended.out


def test_without_a_terminal_the_missing_setting_is_named(facturier: Run) -> None:
    ended = facturier("connect", "system", "smartbill", "--label", "Second")
    assert ended.code == Exit.USAGE
    assert "--set email=..." in ended.err


def test_an_unknown_setting_is_answered_with_the_known(facturier: Run) -> None:
    ended = facturier("connect", "system", "smartbill", "--label", "Second", "--set", "mail=x", "--json")
    assert ended.code == Exit.USAGE
    assert "email, token, company" in ended.json["error"]


def test_an_unknown_connector_is_answered_with_the_installed(facturier: Run) -> None:
    ended = facturier("connect", "system", "paper", "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert "smartbill" in ended.json["error"]


def test_a_connection_is_changed_under_its_label(facturier: Run, system: Served) -> None:
    connect(facturier, system)
    ended = facturier("connect", "system", "smartbill", "--label", "Second", "--set", "unit=kg", "--json")
    assert ended.code == Exit.DONE, ended.out
    assert Connection.objects.get(label="Second").settings["unit"] == "kg"


def test_after_the_key_was_lost_passwords_are_entered_again(
    facturier: Run, system: Served, tmp_path: Path, settings: Settings
) -> None:
    """As `facturier restore` says where it makes a new key."""
    assert connect(facturier, system).code == Exit.DONE
    secrets.create(tmp_path / "new.key")
    settings.FACTURIER_SECRET = tmp_path / "new.key"
    ended = facturier("connect", "system", "smartbill", "--label", "Second", "--json")
    assert ended.code == Exit.USAGE
    assert "token" in ended.json["error"]
    assert connect(facturier, system).code == Exit.DONE
    assert Connection.objects.get(label="Second").secrets == {"token": system.sandbox.account["token"]}


def test_a_label_stays_with_its_connector(facturier: Run) -> None:
    ended = facturier("connect", "shop", "magento", "--label", "SmartBill", "--json")
    assert ended.code == Exit.USAGE
    assert "another kind" in ended.json["error"]


def test_connections_are_listed_without_settings(facturier: Run, real_network: World) -> None:
    ended = facturier("connections", "--json")
    assert ended.code == Exit.DONE
    assert [row["label"] for row in ended.json] == ["Shop", "SmartBill"]
    assert real_network.sandbox.account["token"] not in ended.out
