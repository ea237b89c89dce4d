"""The buyer as a document will name them: normalised, with everything that is wrong or doubtful."""

from collections.abc import Iterator
from datetime import date

import msgspec

from facturier.drafting.countries import addresses, italian_recipient, party_numbers
from facturier.drafting.countries.eu import iso_country
from facturier.drafting.countries.party_numbers import HOLD, finding
from facturier.drafting.countries.roles import Role
from facturier.drafting.countries.text import squeeze
from facturier.model.finding import Finding
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.party import Party

_NUMBERED = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.PROFORMA})
"""Kinds that cannot be without the buyer's numbers: invoices and credit notes by law, and a proforma for the sake of
its invoice. Who asked for no invoice tells no codice fiscale, and needs none on an order document or a receipt."""


def check_buyer(
    party: Party, seller_country: str, day: date, kind: DocumentKind = DocumentKind.INVOICE
) -> tuple[Party, tuple[Finding, ...]]:
    """The party normalised for a document of a seller in `seller_country` (ISO) dated `day`, and findings.

    Normalised means: blanks squeezed, numbers in their normal spelling and field, `vat_payer` filled from
    a typed `RO` prefix, the address as `addresses.normalise` makes it. A buyer without a country is
    taken to be in the seller's for reading numbers, and the missing country is a finding.
    """
    seller = iso_country(seller_country)
    address, about_address = addresses.examine(party.address, seller, Role.BUYER)
    country = address.country or seller
    tidied = msgspec.structs.replace(
        party, name=squeeze(party.name), contact=squeeze(party.contact), address=address
    )
    normal, about_numbers = party_numbers.examine(tidied, country, seller, day, kind in _NUMBERED)
    found = (*_name_findings(normal), *about_numbers, *about_address)
    if country == seller == "IT":
        normal, about_recipient = italian_recipient.examine(normal)
        found = (*found, *about_recipient)
    return normal, found


def _name_findings(party: Party) -> Iterator[Finding]:
    """EN 16931 BR-07: a buyer has a name; one without a letter is none."""
    if party.name.isalpha() or any(sign.isalpha() for sign in party.name):
        return
    if party.name:
        message = say('The buyer\'s name "%(name)s" has no letters. Fill in the name.', name=party.name)
    else:
        message = say("The buyer has no name. Fill it in.")
    yield finding(HOLD, "BR-07", "name", message, party.contact)
