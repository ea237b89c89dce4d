"""What other calls tell of an order: countries, VAT rates of its products, the buyer's account. Each asked for once.

They live as long as one poll: what changes in the shop meanwhile counts from the next poll on.
"""

from decimal import Decimal
from typing import Any

from msgspec import Struct

from facturier.ports.errors import Missing, Refused
from facturier.shops.teamsystem import countries
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.mapping import parse_codes
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.wire import Uid, uid

TAXES = "/taxes/list.json"
COUNTRIES = "/countries/list.json"
_ONE: Any = dict[str, Any] | list[Any] | None


class Tax(Struct, frozen=True):
    """A rate of the shop, and the countries that it was set up for."""

    id: str
    value: Decimal
    countriesUID: list[Uid]

    def holds_in(self, country: str) -> bool:
        return country in {uid(one) for one in self.countriesUID}


class Lookups:
    """Every call may raise NotNow and Misconfigured; what the shop lacks or tells in another shape is unknown."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._known = parse_codes(settings.countries, 2)
        self._countries: dict[str, str] | None = None
        self._taxes: dict[str, Tax] | None = None
        self._profiles: dict[str, str] = {}
        self._customers: dict[str, Any] = {}

    def country(self, number: str) -> str:
        """ISO code; empty for an unknown number. What is no number is taken for the code itself."""
        if not number.isdecimal():
            return number.upper() if len(number) == 2 else ""
        return self._known.get(number) or self.countries.get(number, "")

    def rate(self, product: str, country: str) -> Decimal | None:
        """VAT of a product in percent for a buyer in that country (a number of the shop's); None where the shop
        does not say."""
        profile = self._profile(product)
        tax = self.taxes.get(profile) if profile else None
        return tax.value if tax is not None and tax.holds_in(country) else None

    def customer(self, email: str) -> Any:
        """The account with this address; None for a guest."""
        if email not in self._customers:
            self._customers[email] = self._told("/clients/client.json", {"email": email})
        return self._customers[email]

    @property
    def countries(self) -> dict[str, str]:
        """Kept here: a cached_property would hold a lock of all instances while the shop answers (Python 3.11)."""
        if self._countries is None:
            self._countries = countries.table(self._client.listed(countries.LISTED, COUNTRIES))
        return self._countries

    @property
    def taxes(self) -> dict[str, Tax]:
        if self._taxes is None:
            self._taxes = {tax.id: tax for tax in self._client.listed(list[Tax], TAXES)}
        return self._taxes

    def _profile(self, product: str) -> str:
        if product not in self._profiles:
            told = self._told("/products/product.json", {"uid": product})
            self._profiles[product] = _profile_of(told) if isinstance(told, dict) else ""
        return self._profiles[product]

    def _told(self, path: str, params: dict[str, str]) -> Any:
        """One thing; None where the shop has none, which PHP may also say with an empty list."""
        try:
            return self._client.read_as(_ONE, path, params)
        except (Missing, Refused):
            return None


def _profile_of(product: dict[str, Any]) -> str:
    """The id of its tax profile, under the new name or the old one; empty where both are there and differ."""
    told = [product.get(name) for name in ("tax_profile", "taxprofile")]
    ids = [one.get("id") if isinstance(one, dict) else one for one in told if one]
    return ids[0] if ids and isinstance(ids[0], str) and all(one == ids[0] for one in ids) else ""
