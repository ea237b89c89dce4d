"""Each keeps one choice, and brings the person back to where it was made."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facturier.web.back import back
from facturier.web.frame.context import THEME_COOKIE, THEMES
from facturier.web.request import Request

LONG = timedelta(days=400)


@login_not_required
@require_POST
def language(request: Request) -> HttpResponse:
    return _kept(
        request, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language", ""), dict(settings.LANGUAGES)
    )


@login_not_required
@require_POST
def theme(request: Request) -> HttpResponse:
    return _kept(request, THEME_COOKIE, request.POST.get("theme", ""), THEMES)


@require_POST
def organisation(request: Request) -> HttpResponse:
    """Whose data the lists show from now on."""
    chosen = request.POST.get("organisation", "")
    if chosen not in {str(each) for each in request.reader.ids}:
        raise Http404(f"no organisation {chosen}")
    request.session["organisation"] = int(chosen)
    return redirect("today:today")


def _kept(request: Request, cookie: str, value: str, known: dict[str, str] | tuple[str, ...]) -> HttpResponse:
    if value not in known:
        raise Http404(f"no choice {value}")
    response = redirect(back(request))
    response.set_cookie(
        cookie, value, max_age=LONG, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response
