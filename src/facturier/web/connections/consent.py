"""To the remote's consent page and back (OAuth 2.0). The state ties the way back to who went, once."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from facturier.flows import consents
from facturier.model.message import say
from facturier.ports.errors import RemoteError
from facturier.web.connections.queries import connection_of
from facturier.web.language import told
from facturier.web.request import Request

_STATE = "consent"


@require_safe
def begin(request: Request, pk: int) -> HttpResponse:
    """A link, not a form: a form may not lead to another site. Nothing is changed by following it."""
    row, state = connection_of(request.reader, pk), token_urlsafe(24)
    try:
        address = consents.begin(request.env, row, back(request), state)
    except RemoteError as error:
        messages.error(request, told(error.message))
        return redirect("connections:connection", pk)
    request.session[_STATE] = {"state": state, "connection": pk}
    return HttpResponseRedirect(address)


@require_safe
def granted(request: Request) -> HttpResponse:
    """What came back: a code, or an error where the person refused."""
    kept = request.session.pop(_STATE, None) or {}
    if not kept or not constant_time_compare(kept["state"], request.GET.get("state", "")):
        messages.error(
            request, told(say("This consent was not begun here, or it was used already. Begin again."))
        )
        return redirect("connections:connections")
    row, code = connection_of(request.reader, kept["connection"]), request.GET.get("code", "")
    if not code:
        messages.error(
            request, told(say("Access to %(label)s was not granted. Nothing has changed.", label=row.label))
        )
        return redirect("connections:connection", row.pk)
    try:
        checks = consents.finish(request.env, row, code, back(request))
    except RemoteError as error:
        messages.error(request, told(error.message))
        return redirect("connections:connection", row.pk)
    if all(one.ok for one in checks):
        messages.success(request, told(say("%(label)s is connected.", label=row.label)))
    else:
        said = say(
            "%(label)s granted access, but not everything works yet. Test it to see what.", label=row.label
        )
        messages.warning(request, told(said))
    return redirect("connections:connection", row.pk)


def back(request: Request) -> str:
    """The address to register with the remote: it compares letter by letter."""
    return request.build_absolute_uri(reverse("connections:granted"))
