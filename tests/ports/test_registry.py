"""Connectors are found by their entry points, and by nothing else."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from facturier.ports import registry
from facturier.ports.connector import Connector, Settings
from facturier.ports.errors import Misconfigured
from facturier.ports.registry import SHOPS, SYSTEMS, connector, connectors


@pytest.mark.parametrize("group", [SYSTEMS, SHOPS])
def test_every_installed_connector_goes_by_its_own_name(group: str) -> None:
    installed = connectors(group)
    assert list(installed) == sorted(installed)
    assert all(one.name == name for name, one in installed.items())
    assert all((one.system if group == SYSTEMS else one.shop) for one in installed.values())
    assert all(connector(group, name) is one for name, one in installed.items())


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Misconfigured) as error:
        connector(SYSTEMS, "smartbil")
    assert "smartbil." in str(error.value)
    for name in connectors(SYSTEMS):
        assert name in error.value.message.facts["names"]


def test_a_shop_is_no_system() -> None:
    for name in connectors(SHOPS).keys() - connectors(SYSTEMS).keys():
        with pytest.raises(Misconfigured):
            connector(SYSTEMS, name)


class Nothing(Settings, frozen=True, kw_only=True):
    pass


THIRD = Connector(name="third", title="Somebody else's", settings=Nothing)
FIRST = Connector(name="first", title="Another", settings=Nothing)


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def entry_points(group: str) -> EntryPoints:
        return EntryPoints(EntryPoint(one.lower(), f"{__name__}:{one}", group) for one in ("THIRD", "FIRST"))

    monkeypatch.setattr(registry, "entry_points", entry_points)
    connectors.cache_clear()
    yield
    connectors.cache_clear()


@pytest.mark.usefixtures("strangers")
def test_a_third_party_adds_one_by_installing_it() -> None:
    assert connectors("a group") == {"first": FIRST, "third": THIRD}
    with pytest.raises(Misconfigured, match="first, third"):
        connector("a group", "second")
