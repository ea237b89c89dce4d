"""List, make and change routes; “try” shows what one would do with the newest orders before it is saved."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib import messages
from django.db.models import Max, Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from facturier.drafting.settings import RouteSettings
from facturier.flows import routes as flows
from facturier.flows.trial import try_route
from facturier.model.message import say
from facturier.store.models import Route
from facturier.web.form.seen import FIELD, check
from facturier.web.language import told
from facturier.web.request import Request
from facturier.web.routes.form import RouteForm, one_more_row, stored, typed
from facturier.web.routes.queries import asked_before, ends, route_of, routes
from facturier.web.routes.sentence import sentence

Row = TypeVar("Row", bound=Model)
TRY = "try"


@require_safe
def listed(request: Request) -> HttpResponse:
    organisation = request.reader.chosen
    facts = {"shops": routes(organisation), "ends": ends(organisation)}
    return render(request, "routes/routes.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """First the two ends, then the settings: what can be chosen there comes from the invoicing system."""
    found = ends(request.reader.chosen)
    shop = _named(found.shops, request.GET.get("shop"))
    system = _named(found.systems, request.GET.get("system"))
    company = _named(found.companies, request.GET.get("company"))
    if shop is None or system is None or company is None:
        return render(request, "routes/ends.html", {"ends": found, "room": "routes"})
    last = Route.objects.filter(shop=shop).aggregate(last=Max("rank"))["last"]
    route = Route(
        organisation=request.reader.chosen,
        label=f"{shop.label} – {system.label}",
        shop=shop,
        system=system,
        company=company,
        rank=0 if last is None else last + 1,
        settings=RouteSettings(),
    )
    return _form(request, route)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    return _form(request, route_of(request.reader, pk))


def _form(request: Request, route: Route) -> HttpResponse:
    if request.method != "POST":
        return _page(request, stored(route))
    label = route.label
    if "add" in request.POST:
        form = one_more_row(route, request.POST, request.POST["add"])
        return _page(request, _current(request, form, label))
    form = _current(request, typed(route, request.POST), label)
    if form.errors:
        return _page(request, form, 422)
    if request.POST.get("do") == TRY:
        form.trial = try_route(request.env, route)
        return _page(request, form)
    flows.keep(request.env, route)
    said = say("%(label)s is saved. Orders without a document are decided anew.", label=route.label)
    messages.success(request, told(said))
    return redirect("routes:route", route.pk)


def _current(request: Request, form: RouteForm, label: str) -> RouteForm:
    """Raises Stop where somebody else saved the route since the form was shown."""
    if form.route.pk:
        check(request.POST.get(FIELD), form.seen, label)
    return form


def _page(request: Request, form: RouteForm, status: int = 200) -> HttpResponse:
    # What is on stays in sight: a form without it would switch it off.
    on = frozenset({flows.TRANSMIT} if form.route.settings.transmit else ())
    form.left_out = flows.impossible(request.env, form.route.system) - on
    facts = {
        "form": form,
        "route": form.route,
        "sentence": sentence(form.route),
        "before": asked_before(form.route),
        "room": "routes",
    }
    return render(request, "routes/route.html", facts, status=status)


def _named(rows: Sequence[Row], key: str | None) -> Row | None:
    """The row that the address names; the only one where it names none."""
    if key is None and len(rows) == 1:
        return rows[0]
    return next((row for row in rows if str(row.pk) == key), None)
