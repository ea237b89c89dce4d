"""The VAT mapping of a route: what the shop applied -> what the document says. First match wins."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from msgspec import Struct

from facturier.drafting import places
from facturier.drafting.choices import BuyerType
from facturier.drafting.labels import labelled
from facturier.model.kinds import LineKind, VatCategory
from facturier.model.message import say


class VatRule(Struct, frozen=True, omit_defaults=True):
    """One row of the mapping. Empty conditions match everything.

    A rate of 0 % is never sent without such a row, for no shop says *why* it charged nothing. Where
    `to_percent` differs from the shop's rate the buyer's price stays and VAT is contained in it.
    """

    percent: Annotated[
        Decimal | None, labelled(say("Rate in the shop"), say("VAT rate in percent; empty for any."))
    ] = None
    country: Annotated[
        str, labelled(say("Country"), say("Two-letter code, HOME, EU (another member state) or WORLD."))
    ] = ""
    buyer: Annotated[BuyerType, labelled(say("Buyer"))] = BuyerType.ANY
    kind: Annotated[LineKind | None, labelled(say("Kind of line"), say("Empty for any."))] = None
    to_percent: Annotated[
        Decimal | None, labelled(say("Rate on the document"), say("Empty: as in the shop."))
    ] = None
    category: Annotated[
        VatCategory,
        labelled(
            say("VAT category"),
            say("S taxed, Z zero, E exempt, AE reverse charge, K EU, G export, O outside."),
        ),
    ] = VatCategory.STANDARD
    name: Annotated[
        str,
        labelled(say("Name in the invoicing system"), say("Empty: found by the rate."), choices="vat"),
    ] = ""
    reason: Annotated[
        str, labelled(say("Exemption text"), say("Printed; the law asks for it with E, AE, K, G and O."))
    ] = ""

    def matches(
        self, percent: Decimal | None, kind: LineKind, country: str, company: bool, home: str
    ) -> bool:
        return (
            (self.percent is None or self.percent == percent)
            and (self.kind is None or self.kind is kind)
            and buyer_matches(self.buyer, company)
            and places.matches(self.country, country, home)
        )


def buyer_matches(wanted: BuyerType, company: bool) -> bool:
    return wanted is BuyerType.ANY or (wanted is BuyerType.COMPANY) == company


def first_vat_rule(
    rules: Iterable[VatRule], percent: Decimal | None, kind: LineKind, country: str, company: bool, home: str
) -> VatRule | None:
    for rule in rules:
        if rule.matches(percent, kind, country, company, home):
            return rule
    return None
