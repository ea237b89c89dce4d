"""The legal issuer, with the facts that change over the years."""

import re
from datetime import date

from msgspec import Struct

from facturier.model.party import Address


class Dated(Struct, frozen=True, omit_defaults=True):
    """A period in which a fact holds, both days included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Company(Struct, frozen=True, omit_defaults=True):
    """country: ISO 3166-1 alpha-2. zone: IANA name of the zone whose calendar dates documents.

    currency: in which VAT is accounted for. vat_payer: the periods of being registered for VAT.
    """

    name: str
    country: str
    tax_id: str
    zone: str
    currency: str
    vat_payer: tuple[Dated, ...] = ()
    address: Address = Address()

    @property
    def issuer(self) -> str:
        """The legal issuer of invariant I1: the same before and after registering for VAT."""
        bare = re.sub(r"[^0-9A-Z]", "", self.tax_id.upper()).removeprefix(self.country)
        return f"{self.country}{bare}"

    def pays_vat(self, day: date) -> bool:
        return any(period.holds(day) for period in self.vat_payer)
