"""One click is one wish, however often it arrives: each form carries a token of its own."""

import re
import uuid

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "click"
_TOKEN = re.compile(r"[0-9a-f]{32}")


def field() -> SafeString:
    """A hidden field with a fresh token, for a form that asks for something."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4().hex)


def token(request: HttpRequest) -> str:
    """The token of a posted form: the same for its second arrival. A new one where it has none."""
    given = request.POST.get(FIELD, "")
    return given if _TOKEN.fullmatch(given) else uuid.uuid4().hex
