"""List, add, change and test connections. Nothing is kept before it was tested, or a person says so."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facturier.flows import connections as flows
from facturier.flows.connections import GROUPS, connector_of
from facturier.model.message import say
from facturier.ports.registry import connectors
from facturier.store.models import Connection
from facturier.web.connections.consent import back
from facturier.web.connections.queries import connection_of, connections
from facturier.web.connections.wizard import Wizard, stored, typed
from facturier.web.language import told
from facturier.web.request import Request

KEEP, ANYWAY = "keep", "anyway"


@require_safe
def listed(request: Request) -> HttpResponse:
    facts = {"connections": connections(request.env, request.reader.chosen)}
    return render(request, "connections/connections.html", facts)


@require_safe
def choose(request: Request) -> HttpResponse:
    """What can be connected: every installed connector."""
    kinds = [(role, list(connectors(group).values())) for role, group in GROUPS.items()]
    return render(request, "connections/choose.html", {"kinds": kinds, "room": "connections"})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, role: str, name: str) -> HttpResponse:
    if role not in Connection.Role.values or name not in connectors(GROUPS[Connection.Role(role)]):
        raise Http404(f"no connector {role} {name}")
    row = Connection(organisation=request.reader.chosen, role=role, connector=name)
    return _wizard(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    return _wizard(request, connection_of(request.reader, pk))


@require_POST
def test(request: Request, pk: int) -> HttpResponse:
    """Test what is stored, as it is; what the account offers is read anew where it works."""
    row = connection_of(request.reader, pk)
    form = stored(row, connector_of(row))
    form.checks = flows.test(request.env, row)
    if form.works:
        flows.keep(request.env, row)
    return _page(request, form)


def _wizard(request: Request, row: Connection) -> HttpResponse:
    found = connector_of(row)
    if request.method != "POST":
        return _page(request, stored(row, found))
    form = typed(row, found, request.POST)
    if form.errors:
        return _page(request, form, 422)
    form.checks = flows.test(request.env, row)
    if not form.works and request.POST.get("do") != ANYWAY:
        return _page(request, form, 422)
    flows.keep(request.env, row)
    said = say("%(label)s is connected.", label=row.label)
    if not form.works:
        said = say("%(label)s is kept, although not everything works yet.", label=row.label)
    messages.success(request, told(said))
    return redirect("connections:connection", row.pk)


def _page(request: Request, form: Wizard, status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "connection": form.row,
        "connector": form.found,
        "back": back(request) if form.found.consent else "",
        "room": "connections",
    }
    return render(request, "connections/connection.html", facts, status=status)
