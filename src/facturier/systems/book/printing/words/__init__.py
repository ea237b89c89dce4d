"""The words of the page, in the trade's own terms, one table for each language.

They are no sentences of the program (`say`), which speak the language of whoever reads the screen: a
document speaks its buyer's language, is looked at by both sides' accountants and by inspectors, and must
be printed again after ten years as it was. So its words are few, fixed, and kept together for an accountant
to read; a language lacking one of them cannot be loaded.
"""

from functools import cache
from pathlib import Path

import msgspec
from babel import Locale
from msgspec import Struct

from facturier.model.kinds import DocumentKind, VatCategory
from facturier.systems.book.printing.paper import Language


class IdentityWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the identity numbers of a party are called. `personal` is a person's, `tax` anybody's."""

    tax: str
    registration: str
    personal: str


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """See `<language>.toml`. Those with `{places}` are filled with `str.format`.

    date: CLDR pattern. payable: by kind, what the sum at the foot is. categories: what stands in place of
    the percentage where no VAT is charged.
    """

    date: str
    titles: dict[DocumentKind, str]
    payable: dict[DocumentKind, str]
    categories: dict[VatCategory, str]
    identity: IdentityWords
    numbered: str
    numbered_alone: str
    of_date: str
    issue_date: str
    due_date: str
    tax_point: str
    order: str
    payment_method: str
    paid_on: str
    corrects: str
    follows: str
    seller: str
    buyer: str
    ship_to: str
    contact: str
    recipient_code: str
    capital: str
    bank: str
    iban: str
    bic: str
    email: str
    phone: str
    line: str
    item: str
    code: str
    quantity: str
    price: str
    price_with_vat: str
    price_without_vat: str
    with_vat: str
    without_vat: str
    discount: str
    net: str
    vat_rate: str
    vat: str
    gross: str
    carried: str
    brought: str
    base: str
    total_net: str
    total_vat: str
    rounding: str
    total: str
    paid: str
    left: str
    in_currency: str
    exchange: str
    exchange_dated: str
    mentions: str
    page: str
    cancelled: str


_LOCAL_IDENTITY = {
    "RO": IdentityWords(tax="CIF", registration="Reg. com.", personal="CNP"),
    "IT": IdentityWords(tax="P. IVA", registration="REA", personal="Cod. fisc."),
    "PL": IdentityWords(tax="NIP", registration="KRS", personal="PESEL"),
}


@cache
def words(language: Language) -> Words:
    return msgspec.toml.decode(Path(__file__).with_name(f"{language}.toml").read_bytes(), type=Words)


def identity_words(country: str, language: Language) -> IdentityWords:
    """A number keeps the name that its own country gives it, for that is what a clerk there looks for."""
    return _LOCAL_IDENTITY.get(country) or words(language).identity


def country_name(country: str, language: Language) -> str:
    """`România` for RO; a code that is no country's stays as it is."""
    return str(Locale(language.value).territories.get(country, country))
