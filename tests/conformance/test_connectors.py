"""What every connector owes to a person: a form that explains itself, a test that tells, a page."""

import json
import re
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject
from tests.conformance.found import SYSTEMS_FOUND, each_connector
from tests.conformance.front import Front

from facturier.ports.connector import SettingField, describe
from facturier.ports.offers import Check, Offers

SECRET = re.compile(r"token|secret|password|passphrase|api_?key|private|consumer_key", re.IGNORECASE)


def opened(subject: Subject[Any]) -> Account | Front:
    return Account(subject) if subject in SYSTEMS_FOUND else Front(subject)


def form(subject: Subject[Any]) -> list[SettingField]:
    return list(describe(subject.connector.settings))


@each_connector
def test_it_is_registered_under_its_own_name(subject: Subject[Any]) -> None:
    connector = subject.connector
    assert re.fullmatch(r"[a-z][a-z0-9_-]*", connector.name)
    assert connector.title
    assert re.fullmatch(r"[A-Z]{2}|", connector.country)
    assert (connector.system is None) != (connector.shop is None)
    assert connector.sandbox


@each_connector
def test_every_field_of_its_form_explains_itself(subject: Subject[Any]) -> None:
    for field in form(subject):
        assert field.label.render() not in ("", field.name), field.name
        assert field.help.render(), f"{field.name} has no help"


@each_connector
def test_secrets_are_marked_and_have_no_default(subject: Subject[Any]) -> None:
    for field in form(subject):
        assert field.secret == bool(SECRET.search(field.name)), field.name
        assert not field.secret or not field.default


@each_connector
def test_choices_are_lists_of_the_offers(subject: Subject[Any]) -> None:
    lists = {field.name for field in msgspec.structs.fields(Offers)}
    assert {field.choices for field in form(subject)} <= {"", *lists}


@each_connector
def test_settings_survive_storage_and_typing(subject: Subject[Any]) -> None:
    """As JSON, and as the texts that a form or a command line gives."""
    connector, values = subject.connector, opened(subject).values
    read = connector.read(dict(values))
    stored = json.loads(msgspec.json.encode(read))
    assert connector.read(stored) == read
    typed = {name: value if isinstance(value, str) else json.dumps(value) for name, value in stored.items()}
    assert connector.read(typed) == read


@each_connector
def test_a_missing_field_is_refused(subject: Subject[Any]) -> None:
    connector, values = subject.connector, opened(subject).values
    for field in form(subject):
        if field.required:
            left = {name: value for name, value in values.items() if name != field.name}
            with pytest.raises(msgspec.ValidationError, match=field.name):
                connector.read(left)


@each_connector
def test_the_simulators_own_settings_pass_the_connection_test(subject: Subject[Any]) -> None:
    connection = opened(subject)
    done: tuple[Check, ...] = connection.open(connection.values).check()
    assert done
    assert all(check.ok for check in done), done


@each_connector
def test_the_connection_test_tells_of_each_wrong_setting(subject: Subject[Any]) -> None:
    """It never raises, and at least one line says what is wrong in words."""
    for what in subject.arrangement.broken(opened(subject).values):
        connection = opened(subject)
        wrong = subject.arrangement.broken(connection.values)[what]
        failed = [check for check in connection.open(dict(wrong)).check() if not check.ok]
        assert failed, what
        assert all(len(str(check.detail)) > 20 for check in failed), what


@each_connector
def test_each_secret_is_tried_wrong(subject: Subject[Any]) -> None:
    """So that no secret is unused, nor its failure unheard of."""
    values = opened(subject).values
    broken = subject.arrangement.broken(values).values()
    tried = {name for wrong in broken for name in wrong if wrong[name] != values.get(name)}
    assert subject.connector.secrets() <= tried


@each_connector
def test_its_page_is_there_and_names_the_limits(subject: Subject[Any]) -> None:
    package = subject.connector.settings.__module__.rpartition(".")[0]
    page = files(package).joinpath("page.md").read_text("utf-8")
    assert page.startswith("# ")
    assert len(page) > 1000
    connection = opened(subject)
    port = connection.system if isinstance(connection, Account) else connection.shop
    limit = port.capabilities.limit
    if limit is None:
        assert re.search(r"\blimit", page), "say whether the remote limits calls"
    else:
        assert f"{limit.calls} calls" in page
        assert f"{limit.window.total_seconds():.0f} seconds" in page
