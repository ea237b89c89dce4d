"""What a system can do, found out by trying, whatever it declares: held against its declaration by the tests."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial

from msgspec import Struct
from msgspec.structs import replace
from tests.conformance.account import Account, Ware
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.deeds import DEEDS, Deed, cancelled

from facturier.model.draft import Draft, Exchange
from facturier.model.kinds import DocumentKind
from facturier.model.transmission import Stage
from facturier.ports.capabilities import Capabilities, Settling
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.ports.system import Candidate, IntentView, Verdict

NO = (Refused, Misconfigured, Missing, NotImplementedError)
FEW, MANY = 1, 6
TOO_MANY = 200
_DEEDS = {deed.name: deed for deed in DEEDS}


def _does(name: str) -> Callable[[Account], bool]:
    """Whether a deed can be done, and has its effect in the vendor's book."""

    def tried(account: Account) -> bool:
        deed: Deed = _DEEDS[name]
        what = deed.prepare(account)
        deed.act(account, what)
        return deed.done(account, what) is not False

    return tried


def _never(account: Account) -> bool:
    """The port has no call for it: whoever declares it promises what nobody can ask for."""
    return False


def _payment_state(account: Account) -> bool:
    """A payment that the book knows is told, and what is left."""
    pay = _DEEDS["pay"]
    made = pay.prepare(account)
    pay.act(account, made)
    told = account.system.statement(made.issued)
    return bool(told.paid) and told.paid == account.entry(made).paid and told.unpaid == told.total - told.paid


def _transmits(account: Account) -> bool:
    """It is sent, and what becomes of it is told."""
    transmit = _DEEDS["transmit"]
    made = transmit.prepare(account)
    transmit.act(account, made)
    told = account.system.transmission(made.issued)
    return account.entry(made).transmitted == 1 and told.stage is not Stage.UNSENT


def _keeps_reference(account: Account) -> bool:
    made = account.issue(account.draft())
    return account.entry(made).reference == made.reference


def _shares_series(account: Account) -> bool:
    made = account.issue(account.draft())
    credit = account.credit(made, whole=True)
    return account.issue(credit).issued.series == made.issued.series


def _copies(account: Account) -> bool:
    """An invoice of a proforma has the proforma's sum, although its draft says another."""
    draft, other = account.draft(Ware.INVOICE_OF_PROFORMA), account.draft(order=account.order("30.00"))
    made = account.issue(replace(draft, lines=other.lines, totals=other.totals))
    return account.entry(made).total == draft.totals.payable


def _discharges_stock(account: Account, ware: Ware = Ware.INVOICE) -> bool:
    """What was sold is missing afterwards. Where nothing can be seen, nothing is discharged."""
    before = next(level for level in account.system.stock() if level.quantity > 3)
    draft = account.draft(ware, account.order("30.00"))
    line = replace(
        draft.lines[0], name=before.name, code=before.code, warehouse=before.warehouse, unit=before.unit
    )
    account.issue(replace(draft, lines=(line,), use_stock=True))
    after = next(
        one for one in account.system.stock() if (one.warehouse, one.code) == (before.warehouse, before.code)
    )
    return after.quantity == before.quantity - line.quantity


def _traces(account: Account) -> bool:
    draft = account.draft(Ware.INVOICE_OF_PROFORMA)
    assert draft.original is not None
    made = account.issue(draft)
    proforma = replace(
        made.issued, kind=draft.original.kind, series=draft.original.series, number=draft.original.number
    )
    return made.issued.number in [one.number for one in account.system.invoices_of(proforma)]


def _by_number(account: Account) -> bool:
    """A number that was given again leads to another document's paper."""
    issued, hand = account.issue(account.draft()).issued, account.arrangement
    paper = account.system.pdf(issued)
    hand.person_deletes_last(account.sandbox)
    hand.person_issues(account.sandbox, "77.00")
    return account.system.pdf(replace(issued, pdf_link="")) != paper


def _prepares(account: Account) -> bool:
    made = account.issue(account.draft(Ware.UNFINISHED))
    return not made.issued.number and [one.number for one in account.truth(made.draft, made.reference)] == [
        ""
    ]


def _lists(account: Account) -> bool:
    """Documents of every kind are met where a series is walked, and many of them with one call."""
    for kind in account.system.capabilities.kinds:
        made = account.issue(account.draft(_WARES[kind][0]))
        if [one.reference for one in _walked(account, made.issued.series, [made.issued.number])] != [
            made.reference
        ]:
            return False
    some = [account.issue(account.draft()).issued for _ in range(3)]
    mark = len(account.line.asked)
    seen = _walked(account, some[0].series, [one.number for one in some])
    return len(seen) >= len(some) and len(account.line.asked) - mark == 1


def _walked(account: Account, series: str, numbers: Sequence[str]) -> list[Candidate]:
    bare = [int(number) for number in numbers]
    return list(account.system.walk(series, range(min(bare), max(bare) + 1)))


def _lists_cancelled(account: Account) -> bool:
    """One is told, the one beside it is not; and nothing that is dated before the day that is asked for."""
    void = cancelled(account)
    standing = account.issue(account.draft()).issued
    day = standing.issued_on
    assert day is not None

    def told(since: date) -> list[tuple[str, str]]:
        return [(series, seen.number) for series, seen in account.system.cancelled_since(since)]

    same = [(void.issued.series, int(void.issued.number))]
    return [(series, int(number)) for series, number in told(day)] == same and not told(
        day + timedelta(days=2)
    )


FLAGS: dict[str, Callable[[Account], bool]] = {
    "corrects_whole": _does("issue whole_credit"),
    "corrects_part": _does("issue part_credit"),
    "corrections_share_series": _shares_series,
    "cancels": _does("cancel"),
    "restores": _does("restore"),
    "deletes": _does("delete"),
    "copies_original": _copies,
    "traces_proforma": _traces,
    "prepares_only": _prepares,
    "pdf": lambda account: _DEEDS["pdf"].act(account, _DEEDS["pdf"].prepare(account)).startswith(b"%PDF"),
    "payment_state": _payment_state,
    "payments": _does("pay"),
    "stock": _does("stock"),
    "discharges_stock": _discharges_stock,
    "keeps_reference": _keeps_reference,
    "by_number": _by_number,
    "lists_documents": _lists,
    "lists_cancelled": _lists_cancelled,
    "lists_clients": _never,
    "emails": _never,
    "transmits": _transmits,
    "amends": _does("amend"),
}
_WARES = {
    DocumentKind.INVOICE: (Ware.INVOICE,),
    DocumentKind.PROFORMA: (Ware.PROFORMA,),
    DocumentKind.RECEIPT: (Ware.RECEIPT,),
    DocumentKind.ORDER: (Ware.ORDER,),
    DocumentKind.DELIVERY_NOTE: (Ware.DELIVERY_NOTE,),
    DocumentKind.CREDIT_NOTE: (Ware.WHOLE_CREDIT, Ware.PART_CREDIT),
}

_INVOICE_OF = {
    DocumentKind.PROFORMA: Ware.INVOICE_OF_PROFORMA,
    DocumentKind.ORDER: Ware.INVOICE_OF_ORDER,
}


def _discharging(subject: Subject[SystemArrangement], declared: Capabilities) -> frozenset[DocumentKind]:
    """What is declared of kinds that it does not make, or where it discharges nothing, means nothing."""
    if not declared.discharges_stock:
        return declared.discharges_with
    seen = [
        kind
        for kind in declared.kinds - {DocumentKind.CREDIT_NOTE}
        if tried(subject, partial(_discharges_stock, ware=_WARES[kind][0]))
    ]
    return frozenset(seen) | (declared.discharges_with - declared.kinds)


def tried(subject: Subject[SystemArrangement], ability: Callable[[Account], bool]) -> bool:
    """On an account of its own. Being refused is a No, and so is having nothing to try it with."""
    try:
        return ability(Account(subject))
    except (*NO, StopIteration):
        return False


@cache
def found(subject: Subject[SystemArrangement]) -> Capabilities:
    """The declared capabilities, with what was found in the place of what can be found out."""
    declared = Account(subject).system.capabilities
    flags = {name: tried(subject, ability) for name, ability in FLAGS.items()}
    return replace(
        declared,
        **flags,
        kinds=frozenset(kind for kind in DocumentKind if any(_made(subject, ware) for ware in _WARES[kind])),
        makes_from=frozenset(
            (DocumentKind.INVOICE, kind) for kind, ware in _INVOICE_OF.items() if _made(subject, ware)
        ),
        discharges_with=_discharging(subject, declared),
        statements=frozenset(kind for kind in DocumentKind if tried(subject, _states(kind))),
        settling=_settling(subject),
        limit=declared.limit if _limited(subject) else None,
    )


def _made(subject: Subject[SystemArrangement], ware: Ware) -> bool:
    return tried(subject, _does(f"issue {ware.value}"))


def _states(kind: DocumentKind) -> Callable[[Account], bool]:
    def told(account: Account) -> bool:
        made = account.issue(account.draft(_WARES[kind][0]))
        return account.system.statement(made.issued).total == made.draft.totals.payable

    return told


def _settling(subject: Subject[SystemArrangement]) -> Settling:
    """By key: the same reference makes one document. By search: what stands beside it costs no calls."""
    account = Account(subject)
    draft = account.draft()
    mark = account.reference(draft)
    account.issue(draft, mark)
    with suppress(Refused, InDoubt):
        account.issue(draft, mark)
    if len(account.truth(draft, mark)) == 1:
        return Settling.BY_KEY
    return Settling.BY_NUMBER if _looking(subject, MANY) > _looking(subject, FEW) else Settling.BY_SEARCH


def _looking(subject: Subject[SystemArrangement], others: int) -> int:
    """Calls that it takes to see that a document is not there, beside others."""
    account = Account(subject)
    draft = account.draft()
    position = account.system.position(draft)
    for _ in range(others):
        account.arrangement.person_issues(account.sandbox, "30.00")
    mark = len(account.line.asked)
    lost = IntentView(draft, account.reference(draft), position, account.clock.now())
    assert account.system.settle(lost, {}).verdict is not Verdict.FOUND
    return len(account.line.asked) - mark


def _limited(subject: Subject[SystemArrangement]) -> bool:
    account = Account(subject, metered=False)
    return told_to_wait(account.system.offers)


def told_to_wait(call: Callable[[], object]) -> bool:
    """Whether somebody who calls without pause is."""
    try:
        for _ in range(TOO_MANY):
            call()
    except NotNow:
        return True
    return False


def falsehoods(declared: Struct, seen: Struct) -> Iterator[str]:
    """What is declared and does not work, and what works and is not declared."""
    for name in declared.__struct_fields__:
        one, other = getattr(declared, name), getattr(seen, name)
        if one != other:
            yield f"{name}: {one} is declared, {other} was found"


def longest(account: Account) -> Draft:
    """As many lines as are declared, the first with as long a name."""
    able = account.system.capabilities
    draft = account.draft(order=account.order(*["1.22"] * able.max_lines))
    first = replace(draft.lines[0], name="n" * able.max_name)
    return replace(draft, lines=(first, *draft.lines[1:]))


def in_currency(account: Account, code: str) -> Draft:
    """An invoice in another currency, with the rate that goes with it."""
    own = account.arrangement.company.currency
    draft = account.draft()
    if code == own:
        return draft
    return replace(draft, currency=code, exchange=Exchange(code, own, Decimal("4.5"), "BNR", account.today))
