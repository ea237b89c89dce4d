"""Every call of a system's port, with what must be there before it and how to see that it was done."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from tests.conformance.account import HOME, Account, Made, Ware

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.party import Party
from facturier.ports.capabilities import Capabilities
from facturier.ports.system import IntentView
from facturier.sandbox.faults import Trouble


class Deed(Struct, frozen=True):
    """prepare: what the call works on. times: how often a change has had its effect, None for a read.

    reports: a trouble is part of its answer (the connection test, a look at documents). issues: it may only
    be repeated once it is known that the first call had no effect.
    """

    name: str
    declared: Callable[[Capabilities], bool]
    prepare: Callable[[Account], Any]
    act: Callable[[Account, Any], Any]
    times: Callable[[Account, Any], int] | None = None
    reports: bool = False
    issues: bool = False

    def done(self, account: Account, what: Any) -> bool | None:
        """Whether it has had its effect, None for a read."""
        return None if self.times is None else self.times(account, what) > 0

    def __str__(self) -> str:
        return self.name


class Asked(Struct):
    draft: Draft
    reference: str


def _always(able: Capabilities) -> bool:
    return True


def _invoice(account: Account) -> Made:
    return account.issue(account.draft())


def cancelled(account: Account) -> Made:
    made = _invoice(account)
    if account.system.capabilities.cancels:
        account.system.cancel(made.issued)
    return made


def _transmitted(account: Account) -> Made:
    made = _invoice(account)
    if account.system.capabilities.transmits:
        account.system.transmit(made.issued)
    return made


def _another(made: Made) -> Party:
    return replace(made.draft.buyer, name="Somebody Else")


def _proforma(account: Account) -> Issued:
    if not Ware.INVOICE_OF_PROFORMA.declared(account.system.capabilities):
        return account.issue(account.draft(Ware.PROFORMA)).issued
    draft = account.draft(Ware.INVOICE_OF_PROFORMA)
    account.issue(draft)
    assert draft.original is not None
    return Issued(draft.original.kind, draft.original.series, draft.original.number)


def _lost(account: Account) -> IntentView:
    account.issue(account.draft())
    return account.lose(Trouble.LOST_ANSWER)


def _pay(account: Account, made: Made) -> None:
    day, hand = account.clock.now().date(), account.arrangement
    into = getattr(hand, "payment_account", "")  # only some systems keep accounts apart
    account.system.pay(made.issued, hand.payment_type, made.draft.totals.payable, day, into)


def _issue(ware: Ware) -> Deed:
    def prepare(account: Account) -> Asked:
        draft = account.draft(ware)
        return Asked(draft, account.reference(draft, HOME))

    def act(account: Account, asked: Asked) -> Issued:
        return account.system.issue(asked.draft, asked.reference, account.system.position(asked.draft))

    def times(account: Account, asked: Asked) -> int:
        return len(account.truth(asked.draft, asked.reference))

    return Deed(f"issue {ware.value}", ware.declared, prepare, act, times, issues=True)


ISSUES = tuple(_issue(ware) for ware in Ware)
DEEDS = (
    *ISSUES,
    Deed("position", _always, lambda a: a.draft(), lambda a, draft: a.system.position(draft)),
    Deed("settle", _always, _lost, lambda a, intent: a.settle(intent), reports=True),
    Deed(
        "statement",
        lambda able: able.payment_state,
        _invoice,
        lambda a, made: a.system.statement(made.issued),
    ),
    # As it is known later: a link that came with the answer to its making needs nothing but itself.
    Deed(
        "pdf",
        lambda able: able.pdf,
        _invoice,
        lambda a, made: a.system.pdf(replace(made.issued, pdf_link="")),
    ),
    Deed(
        "cancel",
        lambda able: able.cancels,
        _invoice,
        lambda a, made: a.system.cancel(made.issued),
        lambda a, made: int(a.entry(made).cancelled),
    ),
    Deed(
        "restore",
        lambda able: able.restores,
        cancelled,
        lambda a, made: a.system.restore(made.issued),
        lambda a, made: int(not a.entry(made).cancelled),
    ),
    Deed(
        "delete",
        lambda able: able.deletes,
        _invoice,
        lambda a, made: a.system.delete(made.issued),
        lambda a, made: int(a.entry(made).deleted),
    ),
    Deed(
        "pay",
        lambda able: able.payments,
        _invoice,
        _pay,
        lambda a, made: int(a.entry(made).paid / made.draft.totals.payable),
    ),
    Deed(
        "invoices_of",
        lambda able: able.traces_proforma,
        _proforma,
        lambda a, issued: a.system.invoices_of(issued),
    ),
    Deed(
        "cancelled_since",
        lambda able: able.lists_cancelled,
        cancelled,
        lambda a, made: list(a.system.cancelled_since(made.draft.issue_date or date.min)),
    ),
    Deed(
        "transmit",
        lambda able: able.transmits,
        _invoice,
        lambda a, made: a.system.transmit(made.issued),
        lambda a, made: a.entry(made).transmitted,
    ),
    Deed(
        "transmission",
        lambda able: able.transmits,
        _transmitted,
        lambda a, made: a.system.transmission(made.issued),
    ),
    Deed(
        "amend",
        lambda able: able.amends,
        _invoice,
        lambda a, made: a.system.amend(made.issued, _another(made)),
        lambda a, made: int(a.entry(made).buyer == _another(made).name),
    ),
    Deed("offers", _always, lambda a: None, lambda a, _: a.system.offers()),
    Deed("check", _always, lambda a: None, lambda a, _: a.system.check(), reports=True),
    Deed("stock", lambda able: able.stock, lambda a: None, lambda a, _: list(a.system.stock())),
    Deed(
        "walk",
        _always,
        _invoice,
        lambda a, made: list(a.system.walk(made.issued.series, range(1, 4))),
        reports=True,
    ),
)
