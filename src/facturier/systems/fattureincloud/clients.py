"""Saved clients: found or created, never doubled (fact sheet, section 14). A client that is there is not changed."""

from typing import Any

from facturier.model.message import say
from facturier.ports.errors import InDoubt, NotNow
from facturier.systems.fattureincloud.answers import Client as Saved
from facturier.systems.fattureincloud.capabilities import CAPABILITIES
from facturier.systems.fattureincloud.client import Client

CLIENTS = "/entities/clients"
_IDENTITIES = ("vat_number", "tax_code")


def kept(client: Client, entity: dict[str, Any]) -> int:
    """The id of the saved client who is this buyer, made if there is none.

    An answer that was lost here left no document behind: the client is looked for again when it can no longer be
    saved late.
    """
    found = _found(client, entity)
    if found is not None:
        return found
    try:
        return client.change("POST", CLIENTS, {"data": entity}, Saved).id
    except InDoubt as error:
        raise NotNow(
            say("Whether Fatture in Cloud saved the client is not clear. It is looked up before going on."),
            client.now() + CAPABILITIES.doubt_horizon,
            error.words,
        ) from error


def _found(client: Client, entity: dict[str, Any]) -> int | None:
    """By VAT number or tax code; a buyer without either by mail address and name. The oldest of several."""
    query = _query(entity)
    if not query:
        return None
    page = client.page(
        CLIENTS, Saved, 1, q=query, sort="created_at", fields="id,name,vat_number,tax_code,email"
    )
    return min((one.id for one in page.data if _is(one, entity)), default=None)


def _query(entity: dict[str, Any]) -> str:
    known = [f"{name} = {quoted(entity[name])}" for name in _IDENTITIES if entity.get(name)]
    if vat := entity.get("vat_number"):
        known.append(f"vat_number = {quoted(vat[2:])}")  # plug-ins write it without the country, too
    if not known and entity.get("email"):
        known.append(f"email = {quoted(entity['email'])}")
    return " or ".join(known)


def quoted(text: str) -> str:
    """A quote inside is doubled; there is no other escape (section 7)."""
    return "'" + text.replace("'", "''") + "'"


def _is(saved: Saved, entity: dict[str, Any]) -> bool:
    """The query is the vendor's to understand: what it found is looked at again."""
    if vat := entity.get("vat_number"):
        return (saved.vat_number or "").upper() in (vat, vat[2:])
    if code := entity.get("tax_code"):
        return _alike(saved.tax_code, code)
    return _alike(saved.email, entity["email"]) and _alike(saved.name, entity["name"])


def _alike(one: str | None, other: str) -> bool:
    return (one or "").strip().casefold() == other.strip().casefold()
