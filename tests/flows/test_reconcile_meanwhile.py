"""What happens while the books are compared: the account has told its next number by then, and a sale goes on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support import cloud, oblio
from tests.support import world as smartbill
from tests.support.world import World, order

from facturier.flows.reconcile import reconcile_system
from facturier.model.kinds import DocumentKind
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Alarm


class Meanwhile(httpx.BaseTransport):
    """To the simulator; before the first call whose address ends so, something happens."""

    def __init__(self, world: World, ending: str, happens: list[Callable[[], None]]) -> None:
        self._inner, self._ending, self._happens = InProcess(world.sandbox), ending, happens

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(self._ending) and self._happens:
            self._happens.pop()()
        return self._inner.handle_request(request)


BUILT: dict[str, tuple[Callable[[Path], World], str, str, str]] = {
    "smartbill": (smartbill.build, "/company/mu", "FCT", "PF"),
    "oblio": (oblio.build, "/vat_rates", "FCT", "PF"),
    "fattureincloud": (lambda path: cloud.build(path, []), "/info/vat_types", "/A", "/A"),
}


@pytest.fixture(params=BUILT)
def account(
    request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path
) -> Iterator[tuple[Any, ...]]:
    build, ending, *names = BUILT[request.param]
    sale = cloud.order if request.param == "fattureincloud" else order
    yield build(tmp_path), sale, ending, names
    installation.identity.cache_clear()


def told(world: World) -> list[str]:
    return [alarm.subject for alarm in Alarm.objects.filter(code="GONE", closed_at=None)]


@pytest.mark.parametrize("kind", [DocumentKind.INVOICE, DocumentKind.PROFORMA])
def test_what_was_issued_meanwhile_is_not_called_deleted(
    account: tuple[Any, ...], kind: DocumentKind
) -> None:
    world, sale, ending, names = account
    world.settings(kind=kind, series=names[kind is DocumentKind.PROFORMA])
    world.hear(sale("1001"))
    world.run()

    def buys() -> None:
        world.hear(sale("1002"))
        world.run()

    once = [buys]
    env = replace(world.env, transport=lambda connection: lambda: Meanwhile(world, ending, once))
    found = reconcile_system(env, world.system.pk)
    assert not once
    assert world.document("1002").number
    assert (found.drift, told(world)) == ([], [])


def test_a_proforma_that_was_deleted_is_told(world: World) -> None:
    """SmartBill tells no sum of it: what is looked for is its paper."""
    world.settings(kind=DocumentKind.PROFORMA, series="PF")
    world.hear(order("1001"))
    world.run()
    world.sandbox.person.delete_last("PF")
    found = reconcile_system(world.env, world.system.pk)
    assert len(found.drift) == 1
    assert told(world) == [f"document:{world.document().pk}"]
