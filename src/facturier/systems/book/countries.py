"""What the countries of the book differ in. A country that is not here is served too, with what a person enters."""

from decimal import Decimal

from msgspec import Struct


class Country(Struct, frozen=True):
    """rates: VAT in percent, the usual one first. currency: in which VAT is accounted for.

    cancels: whether an issued invoice may be cancelled instead of credited, while the buyer has not got it.
    cash_notice: what the law wants on invoices of a seller who owes VAT only once he is paid.
    """

    zone: str
    currency: str
    language: str
    rates: tuple[Decimal, ...]
    cancels: bool
    cash_notice: str = ""


def _rates(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(rate) for rate in text.split())


# Rates as of 2025-08-01 (RO: Law 141/2025). Cancelling: RO art. 330 of the fiscal code, PL by custom, and in IT
# never, as SdI keeps what it took. Cash notices: RO art. 319, IT art. 32-bis DL 83/2012, PL art. 106e(1)(16).
COUNTRIES = {
    "RO": Country("Europe/Bucharest", "RON", "ro", _rates("21 11 0"), True, "TVA la încasare"),
    "IT": Country(
        "Europe/Rome",
        "EUR",
        "it",
        _rates("22 10 5 4 0"),
        False,
        "Operazione con IVA per cassa ai sensi dell'art. 32-bis del D.L. 83/2012",
    ),
    "PL": Country("Europe/Warsaw", "PLN", "pl", _rates("23 8 5 0"), True, "metoda kasowa"),
}
ELSEWHERE = Country("UTC", "EUR", "en", (Decimal(0),), True)


def country(code: str) -> Country:
    return COUNTRIES.get(code, ELSEWHERE)
