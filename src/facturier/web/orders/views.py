"""The list of orders, its rows on their way, and what is done with those that were chosen."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from facturier.model.message import say
from facturier.store.models import Connection, Route
from facturier.web import keyset, typed
from facturier.web.back import back
from facturier.web.mishaps import Stop
from facturier.web.orders import bulk, listing
from facturier.web.orders.filters import Wanted, wanted
from facturier.web.orders.standings import tabs
from facturier.web.orders.tell import tell_closed, tell_issued
from facturier.web.request import Request


@require_safe
def orders(request: Request) -> HttpResponse:
    """The whole page, or the part that htmx asks for: other filters, or the rows that follow."""
    asked, organisation = wanted(request.GET), request.reader.chosen
    after = keyset.mark(request.GET.get("after", ""))
    listed = listing.orders(organisation, asked, request.reader.zone, after)
    facts = _rows(listed.rows) | {"more": asked.address(after=listed.after) if listed.after else ""}
    if request.htmx and after:
        return render(request, "orders/rows.html", facts)
    facts |= _above(request, asked)
    if request.htmx:
        return render(request, "orders/found.html", facts)
    shops = Connection.objects.filter(organisation=organisation, role=Connection.Role.SHOP)
    routes = Route.objects.filter(organisation=organisation)
    facts |= {
        "shops": list(shops.order_by("label").values_list("pk", "label")),
        "routes": list(routes.order_by("label").values_list("pk", "label")),
    }
    return render(request, "orders/orders.html", facts)


@require_safe
def rows(request: Request) -> HttpResponse:
    """Orders that were on their way when they were shown (`row=12~sending`): those that moved, as they stand now."""
    shown = dict(_shown(request.GET.getlist("row")))
    found = listing.these(request.reader.chosen, list(shown))
    moved = [row for row in found if row.standing != shown[row.pk]]
    return render(request, "orders/moved.html", _rows(found) | {"moved": moved})


@require_POST
def issue(request: Request) -> HttpResponse:
    done = _done(request, bulk.issue(request.env, request.reader, _chosen(request)))
    tell_issued(request, done)
    return redirect(back(request, reverse("orders:orders")))


@require_POST
def close(request: Request) -> HttpResponse:
    why = request.POST.get("why", "").strip()
    if not why:
        raise Stop(say("Nothing was closed: say why these orders get no document."))
    done = _done(request, bulk.close(request.env, request.reader, _chosen(request), why))
    tell_closed(request, done)
    return redirect(back(request, reverse("orders:orders")))


def _done(request: Request, done: bulk.Done) -> bulk.Done:
    """Raises Stop where there was nothing to do: another organisation is shown by now than on the page clicked."""
    if not done.standings:
        raise Stop(
            say(
                "None of these orders belongs to %(organisation)s, whose data is shown now. Nothing was done.",
                organisation=request.reader.chosen,
            )
        )
    return done


def _rows(found: Sequence[listing.Row]) -> dict[str, Any]:
    """Rows, and the address at which those on their way are asked after."""
    moving = [("row", f"{row.pk}~{row.standing}") for row in found if row.moving]
    return {
        "rows": found,
        "moving": urlencode(moving),
        "shops_differ": len({row.shop for row in found}) > 1,
    }


def _above(request: Request, asked: Wanted) -> dict[str, Any]:
    """What stands above the rows: the states, and the cause that the list is narrowed to."""
    return {
        "wanted": asked,
        "tabs": tabs(listing.counts(request.reader.chosen), asked, listing.MANY),
        "everywhere": asked.address(standing="", cause=""),
        "any_cause": asked.address(cause=""),
    }


def _shown(given: list[str]) -> list[tuple[int, str]]:
    pairs = (one.partition("~") for one in given[: bulk.MOST])
    return [(pk, standing) for key, _, standing in pairs if (pk := typed.key(key)) is not None]


def _chosen(request: Request) -> Sequence[int]:
    keys = typed.keys(request.POST.getlist("chosen"), bulk.MOST)
    if not keys:
        raise Stop(say("No order was chosen. Tick the ones that are meant."))
    return keys
