"""Clients: as a request names them, and as the account stores them."""

from msgspec.structs import fields

from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Company, Party
from facturier.systems.smartbill.sandbox.requests import ClientPart
from facturier.systems.smartbill.sandbox.switches import Switches

_TEXTS = tuple(field.name for field in fields(Party) if field.type is str)


def party_of(part: ClientPart | None, switches: Switches) -> Party:
    """Raises Refusal for a client without a name, or without a country where one is asked for."""
    if part is None or not part.name:
        raise Refusal("Client invalid!")
    if switches.country_required and not part.country:
        raise Refusal("Pentru client tara trebuie specificata")
    texts = {name: getattr(part, name) or "" for name in _TEXTS}
    return Party(is_tax_payer=bool(part.is_tax_payer), **texts)


def save(company: Company, party: Party) -> None:
    """Overwrites a stored client of the same fiscal code (or name), also with what was sent empty."""
    for place, known in enumerate(company.clients):
        if (party.vat_code and known.vat_code == party.vat_code) or known.name == party.name:
            company.clients[place] = party
            return
    company.clients.append(party)
