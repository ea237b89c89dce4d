"""No secret in any evidence, exception or representation (invariant I7)."""

import base64
import traceback
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from tests.conformance.account import Account
from tests.conformance.arrangement import ShopArrangement, Subject, SystemArrangement, Values
from tests.conformance.deeds import DEEDS
from tests.conformance.found import each_connector, each_shop, each_system
from tests.conformance.front import Front
from tests.conformance.outcomes import attempt

from facturier.ports.connector import Connector
from facturier.ports.shop import WriteBack
from facturier.sandbox.faults import Trouble

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


@each_system
@pytest.mark.parametrize("trouble", [None, *LOUD], ids=str)
def test_a_system_tells_no_secret(subject: Subject[SystemArrangement], trouble: Trouble | None) -> None:
    account, errors = Account(subject), []
    for deed in DEEDS:
        if not deed.declared(account.system.capabilities):
            continue
        account.sandbox.faults.clear()
        account.wait()
        what = deed.prepare(account)
        if trouble:
            account.sandbox.faults.add(trouble)
        errors.append(attempt(deed.act, account, what))
    account.sandbox.faults.clear()
    for values in account.arrangement.broken(account.values).values():
        errors.append(attempt(account.open(values).offers))
    happened = [error for error in errors if error is not None]
    assert len(account.line.tape) > len(DEEDS)
    assert happened
    assert leaks(told(account, happened), forms_of(account.connector, account.values)) == []


@each_shop
@pytest.mark.parametrize("trouble", [None, *LOUD], ids=str)
def test_a_shop_tells_no_secret(subject: Subject[ShopArrangement], trouble: Trouble | None) -> None:
    front, errors = Front(subject), []
    (remote_id,) = front.place()
    order = front.order(remote_id)
    how = WriteBack(comment=front.comment(remote_id), status=front.arrangement.status, make_invoice=True)
    if trouble:
        front.sandbox.faults.add(trouble)
    errors.append(attempt(front.sweep))
    errors.append(attempt(front.shop.order, remote_id))
    errors.append(attempt(front.record, remote_id, how))
    errors.append(attempt(front.shop.elsewhere, order))
    errors.append(attempt(front.shop.check))
    front.sandbox.faults.clear()
    for values in front.arrangement.broken(front.values).values():
        errors.append(attempt(list, front.open(values).orders("")))
    happened = [error for error in errors if error is not None]
    assert happened
    assert leaks(told(front, happened), forms_of(front.subject.connector, front.values)) == []


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
