"""SmartBill and Oblio number invoices, proformas and receipts of payment each for itself, also under one name."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flows.test_reconcile import forget_everything_since, issue
from tests.support import oblio
from tests.support import world as smartbill
from tests.support.world import World

from facturier.flows.reconcile import reconcile_system
from facturier.flows.recover import enter, recover
from facturier.model.kinds import DocumentKind
from facturier.store import installation
from facturier.store.models import Document
from facturier.systems.oblio.sandbox import book as oblio_book
from facturier.systems.smartbill.sandbox import book as smartbill_book

BUILT: dict[str, tuple[Callable[..., World], Any]] = {
    "smartbill": (smartbill.build, smartbill_book),
    "oblio": (oblio.build, oblio_book),
}


@pytest.fixture(params=BUILT)
def account(request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """Of its 899 proformas and receipts in series that are called FCT, too, none is ours."""
    build, book = BUILT[request.param]
    world = build(tmp_path)
    (company, *_) = world.sandbox.book.companies.values()
    for kind in (book.Kind.PROFORMA, book.Kind.RECEIPT):
        company.series.append(book.Series("FCT", kind, 900, 4))
    yield world
    installation.identity.cache_clear()


def test_invoices_are_walked_as_far_as_they_go(account: World) -> None:
    issue(account, "1001", "1002")
    assert reconcile_system(account.env, account.system.pk).read == 0
    account.sandbox.person.issue("FCT", "10.00")
    assert reconcile_system(account.env, account.system.pk).foreign == 1
    assert reconcile_system(account.env, account.system.pk).read == 0


def test_after_a_restore_what_was_issued_is_not_issued_again(account: World) -> None:
    reconcile_system(account.env, account.system.pk)  # in the backup it stands how far that came
    issue(account, "1001")
    forget_everything_since()
    enter("older", account.env)
    (found,) = recover(account.env).values()
    assert found.strays == 1
    issue(account, "1001")
    assert len(account.sandbox.ledger.entries()) == 1


def test_proformas_are_walked_beside_them(account: World) -> None:
    account.settings(kind=DocumentKind.PROFORMA)
    issue(account, "1001")
    account.settings(kind=DocumentKind.INVOICE)
    issue(account, "1002")
    found = reconcile_system(account.env, account.system.pk)
    assert (found.looked, found.drift) == (Document.objects.count(), [])
