"""The rule table of a route: series, texts and VAT mapping by where an order comes from and goes to."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Struct

from facturier.drafting import places
from facturier.drafting.choices import BuyerType, RuleAction
from facturier.drafting.labels import labelled
from facturier.drafting.vat_rules import VatRule, buyer_matches
from facturier.model.message import say
from facturier.model.order import Order


class Rule(Struct, frozen=True, omit_defaults=True):
    """One row. Empty conditions match everything; an empty effect leaves the route's own setting."""

    name: Annotated[str, labelled(say("Name"), say("How this rule is called on screens."))] = ""
    store_view: Annotated[str, labelled(say("Store view"))] = ""
    currency: Annotated[str, labelled(say("Currency"), say("Of the order, such as RON."))] = ""
    country: Annotated[
        str, labelled(say("Country"), say("Two-letter code, HOME, EU (another member state) or WORLD."))
    ] = ""
    source: Annotated[str, labelled(say("Order source"), say("Such as a marketplace or an app."))] = ""
    buyer: Annotated[BuyerType, labelled(say("Buyer"))] = BuyerType.ANY
    action: Annotated[
        RuleAction, labelled(say("Action"), say("Do not pass: such orders never become documents."))
    ] = RuleAction.PASS
    series: Annotated[str, labelled(say("Series"), choices="series")] = ""
    mentions: Annotated[str, labelled(say("Mentions"), say("Printed text; a template."))] = ""
    observations: Annotated[str, labelled(say("Observations"), say("Second text; a template."))] = ""
    language: Annotated[str, labelled(say("Language of the document"))] = ""
    vat: Annotated[
        tuple[VatRule, ...], labelled(say("VAT mapping"), say("Asked before the route's own mapping."))
    ] = ()

    def matches(self, order: Order, home: str) -> bool:
        return (
            (not self.store_view or self.store_view == order.store_view)
            and (not self.currency or self.currency.upper() == order.currency)
            and (not self.source or self.source.casefold() == order.source.casefold())
            and buyer_matches(self.buyer, order.buyer.company)
            and places.matches(self.country, places.destination(order, home), home)
        )


def first_rule(rules: Iterable[Rule], order: Order, home: str) -> Rule | None:
    """The row that decides, or None. home: country of the seller."""
    return next((rule for rule in rules if rule.matches(order, home)), None)
