"""The buyer on an e-invoice that SdI has not taken, written anew (fact sheet, sections 8, 14 and 16).

A PUT takes a part of the document. What it does with a part of `entity` is not known, so all of it is sent, what is
empty too; and a write that is repeated comes to the same.
"""

from typing import Any

from msgspec.structs import replace

from facturier.model.document import Issued
from facturier.model.message import say
from facturier.model.party import Party
from facturier.model.transmission import Stage
from facturier.ports.errors import InDoubt, Refused, seen
from facturier.systems.fattureincloud import documents, einvoice
from facturier.systems.fattureincloud.answers import Addressed, Document
from facturier.systems.fattureincloud.buyer import FIELDS, entity
from facturier.systems.fattureincloud.client import Client

OPEN = (Stage.UNSENT, Stage.REFUSED)
"""Stages in which nobody has the e-invoice: what was sent is locked."""


def amend(client: Client, document: Issued, buyer: Party) -> Issued:
    """See `ports.system.System.amend`. Two reads, a write and a read; no write where it says so already."""
    if einvoice.standing(client, document).stage not in OPEN:
        raise Refused(
            say(
                "The e-invoice of %(name)s is not with you any more: nothing was corrected on it. See where it is.",
                name=f"{document.number}{document.series}",
            )
        )
    there = documents.document(client, document)
    if there.locked:
        raise Refused(
            say(
                "Fatture in Cloud has locked %(name)s, so that nothing can be corrected on it.",
                name=f"{document.number}{document.series}",
            )
        )
    before = _entity(client, there.id)
    wanted = {**dict.fromkeys(FIELDS, ""), **entity(buyer)}
    if not _bears(before, wanted):
        _write(client, there.id, {"id": before["id"], **wanted} if before.get("id") else wanted)
        there = documents.document(client, document)
    told = documents.stated(client, there, document.kind)
    return replace(
        document,
        issued_on=there.date,
        total=told.total if told else None,
        number=str(there.number),
        stated=told,
    )


def _write(client: Client, id: int, wanted: dict[str, Any]) -> None:
    """An answer that was lost is looked after. A No is no proof: the call may still land."""
    try:
        client.change("PUT", f"/issued_documents/{id}", {"data": {"entity": wanted}}, Document)
    except InDoubt:
        if not seen(lambda: _bears(_entity(client, id), wanted)):
            raise


def _entity(client: Client, id: int) -> dict[str, Any]:
    return client.get(f"/issued_documents/{id}", Addressed, fieldset="detailed").entity


def _bears(there: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all((there.get(name) or "") == value for name, value in wanted.items())
