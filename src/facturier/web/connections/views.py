"""List, add, change and test connections. Nothing is kept before it was tested, or a person says so."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facturier.flows import connections as flows
from facturier.flows import hooks
from facturier.flows.env import GROUPS, connector_of
from facturier.model.message import say
from facturier.ports.hooks import HookState
from facturier.ports.registry import connectors
from facturier.store import hooks as store
from facturier.store.models import Connection
from facturier.web.back import back
from facturier.web.connections.consent import back as granted_at
from facturier.web.connections.queries import connection_of, connections
from facturier.web.connections.wizard import Wizard, label_errors, seen, stored, typed
from facturier.web.form.seen import FIELD, check
from facturier.web.language import told
from facturier.web.meant import meant
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
    row = Connection(organisation=meant(request), role=role, connector=name)
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
        flows.works(request.env, row)
    return _page(request, form)


@require_POST
def switch_hooks_on(request: Request, pk: int) -> HttpResponse:
    """The remote calls us when something changed, at the address by which this page is reached. Where it cannot, the
    reason is shown."""
    row = connection_of(request.reader, pk)
    address = request.build_absolute_uri(reverse("hooks:receive", args=[row.pk]))
    if hooks.switch_on(request.env, row, address) is HookState.ON:
        said = say("%(label)s calls us from now on when something changed.", label=row.label)
    else:
        said = say(
            "%(label)s now tries whether it reaches us at %(address)s; once it does, it calls us when something "
            "changed. Where that fails, Today says so.",
            label=row.label,
            address=address,
        )
    messages.success(request, told(said))
    return redirect(back(request))


@require_POST
def switch_hooks_off(request: Request, pk: int) -> HttpResponse:
    row = connection_of(request.reader, pk)
    hooks.switch_off(request.env, row)
    messages.success(request, told(say("%(label)s calls us no more.", label=row.label)))
    return redirect(back(request))


def _wizard(request: Request, row: Connection) -> HttpResponse:
    found = connector_of(row)
    if request.method != "POST":
        return _page(request, stored(row, found))
    label = row.label
    form = typed(row, found, request.POST)
    if row.pk:
        check(request.POST.get(FIELD), form.seen, label)
    if form.errors:
        return _page(request, form, 422)
    form.checks = flows.test(request.env, row)
    if not form.works and request.POST.get("do") != ANYWAY:
        return _page(request, form, 422)
    if row.pk:
        check(form.seen, seen(Connection.objects.get(pk=row.pk)), label)
    form.errors = label_errors(form)  # the test takes its time: the same may have been sent twice
    if form.errors:
        return _page(request, form, 422)
    flows.keep(request.env, row)
    said = say("%(label)s is connected.", label=row.label)
    if not form.works:
        said = say("%(label)s is kept, although not everything works yet.", label=row.label)
    messages.success(request, told(said))
    return redirect("connections:connection", row.pk)


def _page(request: Request, form: Wizard, status: int = 200) -> HttpResponse:
    hooked = form.row.pk is not None and form.found.hooks is not None
    facts = {
        "form": form,
        "connection": form.row,
        "connector": form.found,
        "room": "connections",
        "hooked": hooked,
        "line": store.line(form.row.pk) if hooked else None,
        "back": granted_at(request) if form.found.consent else "",
    }
    return render(request, "connections/connection.html", facts, status=status)
