"""A buyer's numbers: normal spelling, the right field, and whether they fit the kind of buyer."""

from collections.abc import Callable, Iterator
from datetime import date

import msgspec
from msgspec import Struct
from stdnum.pl import pesel
from stdnum.ro import cnp

from facturier.drafting.countries.identities import (
    CONSUMER_ZEROS,
    IT_CF,
    IT_CF_NUMERIC,
    IT_VAT,
    PERSONAL_KINDS,
    PL_NIP,
    PL_PESEL,
    RO_CNP,
    RO_CONSUMER,
    RO_CUI,
    Identity,
    personal_id,
    tax_id,
)
from facturier.drafting.countries.registration import registration
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.message import Message, say
from facturier.model.party import Party

HOLD, WARN = Severity.HOLD, Severity.WARN

# What SdI answers to a number of the buyer that its register does not know (facts, section 6).
_SDI_CODES = {IT_VAT: "00305", IT_CF_NUMERIC: "00306", IT_CF: "00306"}
_NATIONAL = frozenset({RO_CUI, IT_VAT, PL_NIP})
_BIRTH: dict[str, Callable[[str], date]] = {RO_CNP: cnp.get_birth_date, PL_PESEL: pesel.get_birth_date}


class Numbers(Struct, frozen=True):
    """What was read from the buyer's two number fields, each None where nothing counts there.

    typed_in: the field where the personal number stood, so that a cure replaces it there.
    """

    tax: Identity | None
    personal: Identity | None
    typed_in: str = "personal_id"

    def business(self) -> bool:
        """Whether the tax number is a valid one of a business: a sole trader's counts too."""
        return (
            self.tax is not None
            and self.tax.valid
            and (self.tax.kind in _NATIONAL or self.tax.kind.endswith("-VAT"))
        )


def examine(
    party: Party, country: str, seller: str, day: date, needed: bool = True
) -> tuple[Party, tuple[Finding, ...]]:
    """The party with its numbers normalised, and the findings.

    country: ISO, where the buyer is. seller: ISO, whose law the document is made under. day: its date. needed:
    the document cannot be without the numbers that the seller's country demands.
    A personal number in the tax field moves to `personal_id`; a business number makes the buyer a
    company; a typed `RO` prefix fills `vat_payer`; what cannot be right stays as it was typed.
    """
    numbers, found = _sorted(party, country, seller)
    company = party.company or numbers.business()
    tax, personal = numbers.tax, numbers.personal
    normal = msgspec.structs.replace(
        party,
        company=company,
        tax_id=_spelled(tax, party.tax_id),
        personal_id=_spelled(personal, party.personal_id),
        vat_payer=True if party.vat_payer is None and _registered_in_romania(tax) else party.vat_payer,
    )
    normal, about_registration = _registered(normal, country)
    return normal, (
        *found,
        *_impossible(numbers, seller, day, _way_out(party, country, seller)),
        *_contradictions(party, numbers),
        *(_required(normal, numbers, country, seller) if needed else ()),
        *about_registration,
    )


def finding(severity: Severity, code: str, field: str, message: Message, proposal: str = "") -> Finding:
    """A finding on a field of the buyer, whose cure is a value for that field."""
    path = f"buyer.{field}"
    return Finding(severity, code, path, message, Cure(path, proposal))


def _sorted(party: Party, country: str, seller: str) -> tuple[Numbers, list[Finding]]:
    """The numbers in the fields where they belong, without zeros that say nothing.

    Zeros mean "a Romanian consumer who gave no CNP": they stay only where that is so.
    """
    tax, personal = tax_id(party.tax_id, country), personal_id(party.personal_id, country)
    zeros = [number for number in (tax, personal) if number and number.kind == RO_CONSUMER]
    numbers, found = _moved(party, None if tax in zeros else tax, None if personal in zeros else personal)
    if not zeros or numbers.tax or numbers.personal:
        return numbers, found
    if country == seller == "RO" and not party.company:
        return Numbers(None, zeros[0]), []
    message = say("Zeros in place of a number are only for consumers in Romania; they are left out.")
    return numbers, [finding(WARN, RO_CONSUMER, "tax_id", message)]


def _moved(party: Party, tax: Identity | None, personal: Identity | None) -> tuple[Numbers, list[Finding]]:
    """A person's number out of the tax field."""
    if tax is None or tax.kind not in PERSONAL_KINDS or party.company:
        return Numbers(tax, personal), []
    if personal is None:
        return Numbers(None, tax, "tax_id"), []
    if personal.normal == tax.normal:
        return Numbers(None, personal), []
    message = say("The order has two different personal numbers of the buyer. Keep the right one.")
    return Numbers(None, personal), [finding(WARN, "BUYER-NUMBERS", "personal_id", message)]


def _spelled(number: Identity | None, typed: str) -> str:
    if number is None:
        return ""
    return number.normal if number.valid else typed


def _registered_in_romania(tax: Identity | None) -> bool:
    return tax is not None and tax.kind == RO_CUI and tax.valid and tax.prefixed


def _way_out(party: Party, country: str, seller: str) -> str:
    """What may replace a wrong number: a Romanian consumer need not give any."""
    return CONSUMER_ZEROS if country == seller == "RO" and not party.company else ""


def _impossible(numbers: Numbers, seller: str, day: date, way_out: str) -> Iterator[Finding]:
    tax, personal = numbers.tax, numbers.personal
    if tax and tax.why:
        severity = HOLD if tax.kind in _NATIONAL | PERSONAL_KINDS else WARN
        yield finding(severity, _code(tax.kind, seller), "tax_id", tax.why, way_out)
    if personal is None:
        return
    why = personal.why
    if why is None and personal.kind in _BIRTH and _BIRTH[personal.kind](personal.normal) > day:
        why = say("This personal number is of somebody born after the day of the document. Correct it.")
    if why:
        yield finding(HOLD, _code(personal.kind, seller), numbers.typed_in, why, way_out)


def _code(kind: str, seller: str) -> str:
    return _SDI_CODES.get(kind, kind) if seller == "IT" else kind


def _contradictions(party: Party, numbers: Numbers) -> Iterator[Finding]:
    tax = numbers.tax
    if party.company and tax and tax.kind in PERSONAL_KINDS:
        message = say("The order names a company but gives a person's number. Say which one buys.")
        yield finding(HOLD, "BUYER-KIND", "company", message, "false")
    if not party.company and numbers.business():
        message = say(
            "The order names a person but gives the number of a business. It is taken as a sale to a "
            "business: check the name."
        )
        yield finding(WARN, "BUYER-KIND", "name", message)
    if party.vat_payer is False and _registered_in_romania(tax):
        message = say(
            "The CUI has the prefix RO of a VAT payer, but the shop says that the buyer is none. Check it."
        )
        yield finding(WARN, "RO-VAT-PAYER", "vat_payer", message)


def _required(party: Party, numbers: Numbers, country: str, seller: str) -> Iterator[Finding]:
    """The numbers without which the seller's country refuses a domestic document."""
    if country != seller or numbers.tax:
        return
    if seller == "RO" and party.company:
        message = say("A company in Romania needs its CUI on the invoice. Ask for it, or name a person.")
        yield finding(HOLD, "BR-RO-120", "tax_id", message)
    if seller == "PL" and party.company:
        message = say("Without its NIP the company is invoiced as a consumer. Ask for it.")
        yield finding(WARN, PL_NIP, "tax_id", message)
    if seller == "IT":
        yield from _required_in_italy(party, numbers.personal)


def _required_in_italy(party: Party, personal: Identity | None) -> Iterator[Finding]:
    if party.company and personal and personal.kind == IT_CF:
        message = say(
            "The order names a company but gives only a person's codice fiscale. Ask for the partita IVA, or "
            "make the buyer a person."
        )
        yield finding(HOLD, "BUYER-KIND", "company", message, "false")
    elif party.company and personal is None:
        message = say("A company in Italy needs its partita IVA on the invoice. Ask for it.")
        yield finding(HOLD, "00417", "tax_id", message)
    elif personal is None:
        message = say("A consumer in Italy needs a codice fiscale on the invoice. Ask for it.")
        yield finding(HOLD, "00417", "personal_id", message)


def _registered(party: Party, country: str) -> tuple[Party, tuple[Finding, ...]]:
    number = registration(party.registration, country)
    if number is None:
        return party, ()
    if number.why:
        return party, (finding(WARN, number.kind, "registration", number.why),)
    return msgspec.structs.replace(party, registration=number.normal), ()
