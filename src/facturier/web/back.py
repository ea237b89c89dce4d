"""Where a person goes after a click: back to the page that it was on."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "back"


def back(request: HttpRequest, otherwise: str = "") -> str:
    """The address that the form names, else the page it was on, else `otherwise` (Today); never a foreign one."""
    for address in (request.POST.get(FIELD, ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}):
            parts = urlsplit(address)
            path = f"/{parts.path.lstrip('/')}"  # two strokes would begin the name of another host
            return f"{path}?{parts.query}" if parts.query else path
    return otherwise or reverse("today:today")
