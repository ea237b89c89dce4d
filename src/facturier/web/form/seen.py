"""A form knows what it was drawn from, so that who saves it does not undo what somebody else saved meanwhile."""

import msgspec
from django.utils.crypto import salted_hmac

from facturier.model.message import say
from facturier.web.mishaps import Stop

FIELD = "seen"
_encoder = msgspec.json.Encoder(order="deterministic")


def stamp(*values: object) -> str:
    """Of what a form shows. Keyed, since there may be secrets among it."""
    return salted_hmac("facturier.web.form", _encoder.encode(values)).hexdigest()[:32]


def check(given: str | None, stands: str, name: object) -> None:
    """given: the stamp of the form, as far as it has one. stands: that of what is stored now. Raises Stop."""
    if given is not None and given != stands:
        raise Stop(
            say(
                "%(name)s was saved anew since this page was opened, so nothing was saved now. See what stands "
                "there, and change it again.",
                name=name,
            )
        )
