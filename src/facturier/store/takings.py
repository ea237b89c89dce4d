"""The register of daily takings as stored: what may belong into it, what closed days say, and closing one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from facturier.model.kinds import DocumentClass, VatCategory
from facturier.model.message import Message
from facturier.store import statements
from facturier.store.models import (
    Company,
    Connection,
    CureRow,
    Document,
    LeftOut,
    Order,
    Route,
    Sale,
    Snapshot,
    TakingsDay,
    TakingsEntry,
    TakingsRegister,
    TakingsRow,
)
from facturier.takings.placing import Posting, Written
from facturier.takings.register import rows
from facturier.takings.treatment import Share, Treatment

FISCAL = DocumentClass.FISCAL.value


def shops_of(company: Company) -> list[Connection]:
    """The shops whose sales are this company's: those of its routes, and all where the organisation has no other."""
    mine = Q(routes_from__company=company)
    if not Company.objects.filter(organisation=company.organisation_id).exclude(pk=company.pk).exists():
        mine |= Q(organisation=company.organisation_id)
    shops = Connection.objects.filter(mine, role=Connection.Role.SHOP)
    return list(shops.distinct().order_by("pk"))


def orders_of(company: Company, shops: Sequence[Connection]) -> QuerySet[Order]:
    """Orders of these shops, but for those that another company's route took.

    One that no route took is the company's whose route its shop asks first: each order is in one register. What a
    closed day has of an order stays there, so what becomes of it is that register's too, whoever takes it later.
    """
    asked_first = (
        Route.objects.filter(shop=OuterRef("shop")).order_by("-active", "rank").values("company")[:1]
    )
    unclaimed = Q(route=None) & (Q(of_first=None) | Q(of_first=company.pk))
    rows = Order.objects.annotate(of_first=Subquery(asked_first))
    entries = TakingsEntry.objects.filter(order=OuterRef("pk"))
    here = Exists(entries.filter(row__day__register__company=company))
    mine = (unclaimed | Q(route__company=company)) & ~Exists(entries)
    return rows.filter(mine | here, shop__in=shops)


def with_news(orders: QuerySet[Order], since: datetime) -> QuerySet[Order]:
    """Those of which anything was heard, decided, issued, undone or said by a person since then: all others stand as
    they stood when their days were closed."""
    papers = Document.objects.filter(order=OuterRef("pk")).filter(
        Q(created_at__gte=since)
        | Q(issued_at__gte=since)
        | Q(cancelled_at__gte=since)
        | Q(gone_at__gte=since)
        | Q(look_at__isnull=False)
    )
    words = LeftOut.objects.filter(order=OuterRef("pk")).filter(Q(at__gte=since) | Q(back_at__gte=since))
    news = Q(heard_at__gte=since) | Q(decided_at__gte=since) | Q(placed_at__gte=since)
    return orders.filter(news | Exists(papers) | Exists(words))


def of_sales(orders: QuerySet[Order], origins: Iterable[str]) -> QuerySet[Order]:
    """Every row that tells of these sales: one sale may be told of by two connections."""
    return orders.filter(origin__in=list(origins)).exclude(origin="")


def histories(orders: Sequence[int]) -> Mapping[int, list[Snapshot]]:
    """What the shop said of each order, oldest first, as far as it could be read."""
    found: dict[int, list[Snapshot]] = {}
    rows_ = Snapshot.objects.filter(order__in=orders, facts__isnull=False).order_by("id")
    for snapshot in rows_.only("order_id", "facts", "heard_at"):
        found.setdefault(snapshot.order_id, []).append(snapshot)
    return found


def cures(orders: Sequence[int]) -> Mapping[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in CureRow.objects.filter(order__in=orders):
        found.setdefault(row.order_id, {})[row.field] = row.value
    return found


def issuers(company: Company) -> list[str]:
    """It and those beside it: a sale that one of them invoices is in no register of another."""
    beside = Company.objects.filter(organisation=company.organisation_id)
    return list(beside.values_list("issuer", flat=True))


def papers(issuers: Sequence[str], origins: Sequence[str]) -> Mapping[str, list[Document]]:
    """The fiscal documents of these sales by origin, whichever order row they were made for; oldest first."""
    rows_ = Document.objects.filter(
        sale__issuer__in=issuers, sale__document_class=FISCAL, sale__origin__in=origins, original=None
    )
    found: dict[str, list[Document]] = {}
    for one in rows_.annotate(origin=F("sale__origin")).defer("draft", "findings", "takes").order_by("id"):
        found.setdefault(one.origin, []).append(one)
    return found


def elsewhere(issuers: Sequence[str], origins: Sequence[str]) -> Mapping[str, str]:
    """Names of the documents that another tool made for these sales."""
    sales = Sale.objects.filter(issuer__in=issuers, document_class=FISCAL, origin__in=origins)
    return dict(sales.exclude(elsewhere="").values_list("origin", "elsewhere"))


def left_out(register: TakingsRegister, orders: Sequence[int]) -> Mapping[int, LeftOut]:
    words = LeftOut.objects.filter(register=register, order__in=orders, back_at=None)
    return {word.order_id: word for word in words}


def written(register: TakingsRegister, orders: Sequence[int]) -> Mapping[int, list[Written]]:
    """What closed days have of these orders."""
    found: dict[int, list[Written]] = {}
    entries = TakingsEntry.objects.filter(order__in=orders, row__day__register=register)
    for entry in entries.select_related("row").order_by("id"):
        share = Share(Treatment(VatCategory(entry.row.category), entry.row.percent), entry.gross)
        found.setdefault(entry.order_id, []).append(Written(entry.cause, share))
    return found


def closed_days(register: TakingsRegister) -> set[date]:
    return set(TakingsDay.objects.filter(register=register).values_list("day", flat=True))


def locked(register: TakingsRegister) -> TakingsRegister:
    """Nobody else closes a day of it until the transaction ends."""
    return (
        TakingsRegister.objects.select_for_update(of=("self",)).select_related("company").get(pk=register.pk)
    )


def close(
    register: TakingsRegister, day: date, postings: Sequence[tuple[int, Posting]], now: datetime
) -> None:
    """Write a day down for ever. postings: with the order that each is of. Part of the caller's transaction; raises
    IntegrityError where the day is closed already."""
    made = TakingsDay.objects.create(register=register, day=day, closed_at=now)
    of_day = [
        TakingsRow(
            day=made,
            category=row.treatment.category.value,
            percent=row.treatment.percent,
            gross=row.gross,
            taxable=row.taxable,
        )
        for row in rows(posting.share for _, posting in postings)
    ]
    TakingsRow.objects.bulk_create(of_day)
    by_treatment = {(row.category, row.percent): row for row in of_day}
    TakingsEntry.objects.bulk_create(
        [_entry(by_treatment, order, posting) for order, posting in postings], batch_size=1000
    )


def _entry(of_day: Mapping[tuple[str, Decimal], TakingsRow], order: int, posting: Posting) -> TakingsEntry:
    treatment = posting.share.treatment
    return TakingsEntry(
        row=of_day[treatment.category.value, treatment.percent],
        order_id=order,
        cause=posting.cause,
        what=posting.what,
        happened=posting.happened,
        gross=posting.share.gross,
    )


def leave_out(register: TakingsRegister, order: Order, why: Message, by: str, now: datetime) -> bool:
    """False where it is left out already."""
    return statements.insert_new(LeftOut(register=register, order=order, why=why, by=by, at=now))


def put_back(register: TakingsRegister, order: Order, now: datetime) -> bool:
    rows_: QuerySet[Any] = LeftOut.objects.filter(register=register, order=order, back_at=None)
    return bool(rows_.update(back_at=now))
