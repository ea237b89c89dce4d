"""No secret in any evidence, exception or representation (invariant I7)."""

import base64
import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from tests.conformance.account import Account
from tests.conformance.arrangement import ShopArrangement, Subject, SystemArrangement, Values
from tests.conformance.deeds import DEEDS
from tests.conformance.found import SYSTEMS_FOUND, each_connector, each_shop, each_system
from tests.conformance.front import DOCUMENT, Front
from tests.conformance.outcomes import attempt
from tests.conformance.wire import echoed, straight

from facturier.ports.connector import Connector
from facturier.ports.errors import RemoteError
from facturier.ports.shop import WriteBack
from facturier.ports.system import Position
from facturier.sandbox.faults import Trouble
from facturier.web.mishaps import Mishaps

LOUD = (Trouble.LOST_ANSWER, Trouble.HTML_BODY, Trouble.ERROR_500_HTML, Trouble.BLOCKED)


def forms_of(connector: Connector[Any], values: Values) -> set[str]:
    """Every way in which a secret may show: plain, in a URL, in Base64 alone and with what goes before it."""
    secrets = {str(values[name]) for name in connector.secrets() if values.get(name)}
    texts = {str(value) for value in values.values() if isinstance(value, str) and value}
    joined = {f"{first}:{secret}" for first in texts for secret in secrets}
    joined |= {f"{one}&{other}" for one, other in combinations(sorted(secrets), 2)}
    coded = {base64.b64encode(text.encode()).decode() for text in secrets | joined}
    return secrets | coded | {quote(text, safe="") for text in secrets}


def leaks(texts: Iterator[str], forms: set[str]) -> list[str]:
    return [text for text in texts if any(form in text for form in forms)]


def told(connection: Account | Front, errors: Sequence[BaseException]) -> Iterator[str]:
    """Everything that may be stored, logged or shown."""
    for exchange in connection.line.tape:
        yield msgspec.json.encode(exchange).decode()
        yield repr(exchange)
    for error in errors:
        yield from (str(error), repr(error), repr(vars(error)))
        yield "".join(traceback.format_exception(error))
    port = connection.system if isinstance(connection, Account) else connection.shop
    yield from (repr(port), repr(connection.line.opened[0]["scope"]))


def page_of(error: RemoteError) -> str:
    """What a person is shown where a page of ours met it."""
    request = RequestFactory().get("/orders")
    shown = Mishaps(lambda _: HttpResponse()).process_exception(request, error)
    assert shown is not None
    return shown.content.decode()


def busy(account: Account, spoil: Callable[[], object]) -> list[RemoteError]:
    """Everything that a system does, each thing after `spoil`; the errors of it."""
    errors = []
    for deed in DEEDS:
        if deed.declared(account.system.capabilities):
            account.sandbox.faults.clear()
            account.line.between = straight
            account.wait()
            what = deed.prepare(account)
            spoil()
            errors.append(attempt(deed.act, account, what))
    account.line.between = straight
    account.sandbox.faults.clear()
    for values in account.arrangement.broken(account.values).values():
        errors.append(attempt(account.open(values).offers))
    return [error for error in errors if error is not None]


def at_work(front: Front, spoil: Callable[[], object]) -> list[RemoteError]:
    """The same of a shop."""
    (remote_id,) = front.place()
    order = front.order(remote_id)
    how = WriteBack(comment=front.comment(remote_id), status=front.arrangement.status, make_invoice=True)
    spoil()
    errors = [
        attempt(front.sweep),
        attempt(front.shop.order, remote_id),
        attempt(front.shop.record, order, DOCUMENT, how),
        attempt(front.shop.elsewhere, order),
        attempt(front.shop.check),
    ]
    front.line.between = straight
    front.sandbox.faults.clear()
    for values in front.arrangement.broken(front.values).values():
        errors.append(attempt(list, front.open(values).orders("")))
    return [error for error in errors if error is not None]


def tight(
    connection: Account | Front, errors: list[RemoteError], log: pytest.LogCaptureFixture, values: Values
) -> None:
    """No secret of these settings in what was told, logged or shown."""
    assert errors
    shown = [*told(connection, errors), log.text, *(page_of(error) for error in errors)]
    assert leaks(iter(shown), forms_of(connection.subject.connector, values)) == []


@each_system
@pytest.mark.parametrize("trouble", [None, *LOUD], ids=str)
def test_a_system_tells_no_secret(
    subject: Subject[SystemArrangement], trouble: Trouble | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = Account(subject)
    errors = busy(account, lambda: trouble and account.sandbox.faults.add(trouble))
    assert len(account.line.tape) > len(DEEDS)
    tight(account, errors, caplog, account.values)


@each_shop
@pytest.mark.parametrize("trouble", [None, *LOUD], ids=str)
def test_a_shop_tells_no_secret(
    subject: Subject[ShopArrangement], trouble: Trouble | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    front = Front(subject)
    tight(front, at_work(front, lambda: trouble and front.sandbox.faults.add(trouble)), caplog, front.values)


ECHOES = (200, 400, 401, 403, 404, 409, 422, 429, 500, 503)


@each_connector
@pytest.mark.parametrize("status", ECHOES)
def test_a_remote_that_repeats_what_it_was_asked_betrays_nothing(
    subject: Subject[Any], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """As pages for developers do: with the headers, and so with the credentials."""
    caplog.set_level(logging.DEBUG)
    connection = Account(subject) if subject in SYSTEMS_FOUND else Front(subject)

    def spoil() -> None:
        connection.line.between = echoed(status)

    errors = busy(connection, spoil) if isinstance(connection, Account) else at_work(connection, spoil)
    tight(connection, errors, caplog, connection.values)


CANARIES = ("canary-{}-9f3b", 'canary {} é"&+/=\\', "canary-{}\nX-More: 1", "c/{}%2F", "“{}”")


@each_connector
@pytest.mark.parametrize("canary", CANARIES, ids=range(len(CANARIES)))
def test_a_credential_of_any_letters_stays_hidden(
    subject: Subject[Any], canary: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Also one that cannot be sent as it is, or that must be written otherwise to be sent."""
    caplog.set_level(logging.DEBUG)
    secrets = subject.connector.secrets()
    if not secrets:
        pytest.skip("it has no credentials")
    connection = Account(subject) if subject in SYSTEMS_FOUND else Front(subject)
    values = {**connection.values, **{name: canary.format(name) for name in sorted(secrets)}}
    errors: list[RemoteError | None] = []
    draft = connection.draft() if isinstance(connection, Account) else None
    for between in (straight, echoed(401), echoed(500)):
        connection.line.between = between
        if isinstance(connection, Account):
            system = connection.open(values)
            errors += [
                attempt(system.offers),
                attempt(system.issue, draft, "FX-HOME-AAAAAAAAAAAA", Position()),
            ]
            checks = system.check()
        else:
            shop = connection.open(values)
            errors += [attempt(list, shop.orders("")), attempt(shop.order, "1")]
            checks = shop.check()
        assert leaks((repr(one) for one in checks), forms_of(subject.connector, values)) == []
    tight(connection, [error for error in errors if error is not None], caplog, values)


@each_connector
def test_settings_are_shown_without_their_secrets(subject: Subject[Any]) -> None:
    """A log line or an error page shows what stands in a variable."""
    connection = Front(subject) if subject.connector.shop else Account(subject)
    read = subject.connector.read(dict(connection.values))
    secrets = [str(getattr(read, name)) for name in subject.connector.secrets() if getattr(read, name)]
    assert len(secrets) >= bool(subject.connector.secrets())
    for shown in (repr(read), str(read), repr([read]), f"{read}"):
        assert not [secret for secret in secrets if secret in shown]


@each_connector
def test_a_wrong_setting_is_refused_without_showing_it(subject: Subject[Any]) -> None:
    connection = Front(subject) if subject.connector.shop else Account(subject)
    for name in subject.connector.secrets():
        with pytest.raises(msgspec.ValidationError) as caught:
            subject.connector.read({**connection.values, name: ["a-secret-in-a-list"]})
        assert "a-secret-in-a-list" not in str(caught.value)
