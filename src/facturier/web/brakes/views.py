"""The page of brakes, and what its buttons do."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from facturier.flows import pausing
from facturier.model.message import say
from facturier.store.accounts import Level
from facturier.web import typed
from facturier.web.brakes import levels
from facturier.web.mishaps import Stop
from facturier.web.request import Request


@require_safe
def brakes(request: Request) -> HttpResponse:
    return render(request, "brakes/brakes.html", {"brakes": levels.brakes(request.reader)})


@require_POST
def pause(request: Request) -> HttpResponse:
    """Pausing what is paused keeps the first reason, so a second click does no harm."""
    level, why = _level(request), typed.text(request.POST.get("why", ""))
    if not why:
        raise Stop(say("Nothing was paused: give a reason, so that others know why nothing is sent."))
    pausing.pause(request.env, level, request.reader.name, why)
    messages.success(request, gettext("Paused. What is under way is finished; nothing new is sent."))
    return redirect("brakes:brakes")


@require_POST
def resume(request: Request) -> HttpResponse:
    """Ends the pause that was shown, not one that came since: it may have another reason."""
    level, since = _level(request), request.POST.get("since")
    if since and (stands := levels.paused_at(level)) and stands.isoformat() != since:
        raise Stop(
            say(
                "It was paused anew since this page was opened, so nothing was resumed. See why it is paused now."
            )
        )
    pausing.resume(request.env, level)
    messages.success(request, gettext("It goes on."))
    return redirect("brakes:brakes")


def _level(request: Request) -> Level | None:
    name = request.POST.get("level", "")
    try:
        return levels.level(request.reader, name)
    except LookupError as error:
        raise Http404(f"nothing to pause is named {name}") from error
