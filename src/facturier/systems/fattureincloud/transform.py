"""An invoice made out of an order document or a proforma (fact sheet, section 8).

`transform` only prepares: what it answers goes back with the create. Its options name the document that the invoice
is made out of; the invoice itself is ours, to the cent. The other document is kept: with an order document that is
taken away, the stock that it moved might come back.
"""

from typing import Any

import msgspec

from facturier.model.draft import Original
from facturier.model.message import say
from facturier.ports.errors import Missing, Refused
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.names import TYPES

TRANSFORM = "/issued_documents/transform"


def options(client: Client, original: Original, body: dict[str, Any]) -> dict[str, Any]:
    """The options of the create that turns `original` into the document of `body`. Raises Refused, NotNow."""
    data = body["data"]
    try:
        told = client.prepared(
            TRANSFORM,
            original_document_id=original.remote_id,
            new_type=data["type"],
            e_invoice=str(int(bool(data.get("e_invoice")))),
            transform_keep_copy="1",
        ).options
    except Missing as error:
        raise Refused(
            say(
                "%(name)s, out of which the invoice is to be made, is not there any more. If somebody deleted it, "
                "say so on the order's page.",
                name=f"{original.number}{original.series}",
            ),
            error.words,
        ) from error
    if told.create_from != [original.remote_id] or not told.transform or not told.keep_copy:
        raise Refused(
            say("Fatture in Cloud would make the invoice out of another document. Nothing was issued.")
        )
    return {"options": msgspec.to_builtins(told)}


def possible(original: Original) -> bool:
    """Whether it can be named to Fatture in Cloud at all."""
    return original.remote_id.isdigit() and original.kind in TYPES
