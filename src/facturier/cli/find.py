"""What a person names on the command line, found in the store; a miss says what there is."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from facturier.cli.exits import Exit, Stop
from facturier.model.message import say
from facturier.store.models import Company, Connection, Document, Order, Organisation, Route

Row = TypeVar("Row", bound=Model)


def order(number: str, shop: str = "") -> Order:
    """The order with this number; `shop` (a connection's label) tells apart where two shops share it."""
    rows = Order.objects.select_related("snapshot", "shop", "route", "organisation").filter(number=number)
    if shop:
        rows = rows.filter(shop__label=shop)
    found = list(rows[:2])
    if not found:
        raise Stop(
            say(
                "There is no order %(number)s here. A new one arrives with the next poll of its shop.",
                number=number,
            )
        )
    if len(found) > 1:
        raise Stop(
            say("More than one shop has an order %(number)s: name the shop with --shop.", number=number),
            Exit.USAGE,
        )
    return found[0]


def document(name: str) -> Document:
    """By our reference, by series and number ("FCT 0012"), or the only document of an order's number."""
    series, _, number = name.rpartition(" ")
    for rows in (
        Document.objects.filter(reference=name),
        Document.objects.filter(series=series, number=number).exclude(number=""),
        Document.objects.filter(order__number=name, original=None, retired_at=None),
        Document.objects.filter(order__number=name, original=None),
    ):
        found = list(rows.select_related("order", "system", "route", "company")[:2])
        if len(found) > 1:
            raise Stop(
                say("More than one document is meant by %(name)s: give its reference (FX-...).", name=name),
                Exit.USAGE,
            )
        if found:
            return found[0]
    raise Stop(
        say(
            "There is no document %(name)s. Give its reference (FX-...), its series and number in quotes, or "
            "the number of its order.",
            name=name,
        )
    )


def connection(label: str) -> Connection:
    return _labelled(Connection.objects.all(), "label", label)


def shop(label: str) -> Connection:
    return _labelled(Connection.objects.filter(role=Connection.Role.SHOP), "label", label)


def system(label: str) -> Connection:
    return _labelled(Connection.objects.filter(role=Connection.Role.SYSTEM), "label", label)


def route(label: str) -> Route:
    return _labelled(Route.objects.select_related("system", "shop", "company"), "label", label)


def organisation(name: str = "") -> Organisation:
    """By name; the only one where none is named."""
    return _labelled(Organisation.objects.all(), "name", name)


def company(issuer: str = "") -> Company:
    """By country and tax number ("RO123"); the only one where none is named."""
    return _labelled(Company.objects.select_related("organisation"), "issuer", issuer)


def _labelled(rows: "QuerySet[Row]", field: str, name: str) -> Row:
    found = list((rows.filter(**{field: name}) if name else rows).order_by(field)[:2])
    if len(found) == 1:
        return found[0]
    names = ", ".join(rows.order_by(field).values_list(field, flat=True)[:20]) or "-"
    if name:
        raise Stop(say("There is nothing named %(name)s. There is: %(names)s.", name=name, names=names))
    raise Stop(say("Name one of: %(names)s.", names=names), Exit.USAGE)
