"""A secret that stands in an address must not get into a log (I7); Django names the address of what it refuses, and
our own page that of what it failed at."""

import logging
import re

_BEHIND = re.compile(r"(/hooks/\d+/)[^/\s]+")


class SecretHidden(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _BEHIND.sub(r"\1...", one) if isinstance(one, str) else one for one in record.args
            )
        return True


def hide() -> None:
    for name in ("django.request", "facturier.web"):
        logging.getLogger(name).addFilter(SecretHidden())
