"""What every page's frame needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from facturier.web.frame.navigation import places, room_of

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "facturier_theme"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `reader` is missing for who is not logged in."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    reader = getattr(request, "reader", None)
    return {
        "places": places(reader),
        "room": room_of(request),
        "theme": theme if theme in THEMES else "auto",
        "reader": reader,
        # Each in its own language, whichever is spoken now.
        "languages": settings.LANGUAGES,
    }
