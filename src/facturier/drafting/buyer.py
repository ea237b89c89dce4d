"""The buyer alone, as an order names them today: for a document whose e-invoice nobody has taken yet."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from facturier.drafting import cures
from facturier.drafting.company import Company
from facturier.drafting.countries import parties
from facturier.model.finding import Finding
from facturier.model.order import Order
from facturier.model.party import Party


class Change(Struct, frozen=True):
    """One field of the buyer, by its path in an order, and what it says before and after."""

    field: str
    before: str
    after: str


class Buyer(Struct, frozen=True):
    """In the spelling that a document needs, and what they lack."""

    party: Party
    findings: tuple[Finding, ...]


def buyer_of(order: Order, cured: Mapping[str, str], company: Company, day: date) -> Buyer:
    """With people's corrections, for a document of this day: the very buyer that a new draft would have."""
    party, findings = parties.check_buyer(cures.apply(order, cured).order.buyer, company.country, day)
    return Buyer(party, findings)


def changes(before: Party, after: Party) -> tuple[Change, ...]:
    """What is another on the second."""
    return tuple(
        Change(field, was, now)
        for (field, was), (_, now) in zip(_fields(before), _fields(after), strict=True)
        if was != now
    )


def _fields(party: Party) -> Iterator[tuple[str, str]]:
    for name in party.__struct_fields__:
        if name != "address":
            yield f"buyer.{name}", _text(getattr(party, name))
    for name in party.address.__struct_fields__:
        yield f"buyer.address.{name}", _text(getattr(party.address, name))


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
