"""Addresses of style sheet and scripts that change when their content does."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

DIGITS = 10


class Stamped(StaticFilesStorage):
    """`/static/web/style.css?0123456789`: browsers keep a copy for as long as the stamp stays."""

    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?{_stamp(name or '')}"


@cache
def _stamp(name: str) -> str:
    """Raises FileNotFoundError for a slip in a template."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"there is no static file {name}")
    return sha256(Path(found).read_bytes()).hexdigest()[:DIGITS]
