"""Access that a person grants on the remote's own page (OAuth 2.0, authorisation code) instead of typing a secret."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from facturier.ports.grants import Grant


class Consent(Struct, frozen=True):
    """begin(settings, back, state): the address of the remote's page; it sends the browser back to `back`, with the
    same `state`. finish(settings, http, code, back): what the code that came back is worth.

    Both raise Misconfigured; `finish` also NotNow, Refused and InDoubt. settings: the connector's own; http: as in
    `Connector.system`.
    """

    begin: Callable[[Any, str, str], str]
    finish: Callable[[Any, Callable[..., Any], str, str], Grant]
