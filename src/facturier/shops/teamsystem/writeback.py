"""Writing a status onto an order, by a call that the settings know and the vendor's documents do not.

Whether it worked is read from the order itself, before and after: so it is safe to repeat.
"""

from facturier.model.message import say
from facturier.ports.errors import InDoubt, Refused, seen
from facturier.ports.shop import WriteBack
from facturier.shops.teamsystem import listing
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.defaults import STATUS_PLACES
from facturier.shops.teamsystem.mapping import parse_call
from facturier.shops.teamsystem.settings import Settings


def write(client: Client, settings: Settings, remote_id: str, how: WriteBack) -> None:
    """Raises the errors of `client`; Refused for what cannot be written."""
    call = parse_call(settings.status_call, STATUS_PLACES)
    if how.comment or how.make_invoice or (how.status and call is None):
        raise Refused(
            say(
                "This shop takes nothing but a new status, and that only where the connection's settings name the "
                "call. Let the route write nothing else back."
            )
        )
    if call is None or not how.status or _stands(client, remote_id) == how.status:
        return
    try:
        client.change(call, {"order": remote_id, "status": how.status})
    except InDoubt:
        if not seen(lambda: _stands(client, remote_id) == how.status):
            raise
        return
    if _stands(client, remote_id) != how.status:
        raise Refused(
            say("The shop took the call and left the status as it was. Check the call in the settings.")
        )


def _stands(client: Client, remote_id: str) -> str:
    entry = listing.of(client, remote_id)
    return "" if entry is None else str(entry.status)
