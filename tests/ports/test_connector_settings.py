"""A settings type is its own form, and never shows a secret."""

import traceback
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta, field
from rich.pretty import pretty_repr

from facturier.model.message import Message, say
from facturier.ports.connector import Connector, SettingField, Settings, describe, setting
from facturier.ports.registry import SHOPS, SYSTEMS, connectors

INSTALLED = [*connectors(SYSTEMS).values(), *connectors(SHOPS).values()]
HELP = say("From the account's page, Integrations.")


class Account(Settings, frozen=True, kw_only=True):
    token: Annotated[str, setting(say("API token"), HELP, secret=True)]
    pages: Annotated[int, Meta(ge=1, le=300), setting(say("Orders per call"))] = 50
    since: Annotated[date | None, setting(say("Start date"))] = None
    series: Annotated[tuple[str, ...], setting(say("Series"), choices="series")] = field(
        default_factory=tuple
    )
    spare: Annotated[str | None, setting(say("Spare token"), secret=True)] = None
    plain: Decimal = Decimal(0)


ACCOUNT = Connector(name="account", title="Account", settings=Account)


def test_the_form_in_order() -> None:
    nothing = Message("")
    assert list(describe(Account)) == [
        SettingField("token", say("API token"), HELP, True, True, "", None),
        SettingField("pages", say("Orders per call"), nothing, False, False, "", 50),
        SettingField("since", say("Start date"), nothing, False, False, "", None),
        SettingField("series", say("Series"), nothing, False, False, "series", ()),
        SettingField("spare", say("Spare token"), nothing, True, False, "", None),
        SettingField("plain", Message("plain"), nothing, False, False, "", Decimal(0)),
    ]


def test_which_fields_are_kept_under_lock() -> None:
    assert ACCOUNT.secrets() == {"token", "spare"}


def test_values_as_they_were_typed_or_stored() -> None:
    typed = {"token": "geheim", "pages": "20", "since": "2026-01-31", "plain": "0.10"}
    assert ACCOUNT.read(typed) == Account(
        token="geheim", pages=20, since=date(2026, 1, 31), plain=Decimal("0.10")
    )


@pytest.mark.parametrize(
    "wrong", [{}, {"token": "geheim", "pages": "0"}, {"token": "geheim", "since": "soon"}]
)
def test_wrong_values_are_told_without_the_secret_ones(wrong: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError) as error:
        ACCOUNT.read(wrong)
    assert "geheim" not in str(error.value)


def test_settings_never_show_their_secrets() -> None:
    """Neither to a log, nor to the coloured tracebacks of the command line."""
    account = Account(token="geheim-1", spare="geheim-2", pages=7)
    for shown in (
        repr(account),
        str(account),
        f"{account!r:>400}",
        pretty_repr(account),
        pretty_repr([account]),
    ):
        assert "geheim" not in shown
        assert "pages=7" in shown


def test_a_traceback_that_shows_variables_shows_no_secret() -> None:
    account = Account(token="geheim")
    try:
        raise ValueError(account)
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "account = Account(token=•••" in shown
    assert "geheim'" not in shown.replace('token="geheim"', "")


@pytest.mark.parametrize("installed", INSTALLED, ids=lambda one: one.name)
def test_every_installed_form_can_be_shown(installed: Connector[Settings]) -> None:
    fields = describe(installed.settings)
    assert len({one.name for one in fields}) == len(fields)
    assert all(one.label.text != one.name for one in fields)
    assert installed.secrets() == {one.name for one in fields if one.secret}
    for one in fields:
        assert one.default is not msgspec.NODEFAULT
        assert not (one.secret and one.choices)
