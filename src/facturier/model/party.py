"""Who buys and who sells."""

from msgspec import Struct


class Address(Struct, frozen=True, omit_defaults=True):
    """A postal address. `country` is ISO 3166-1 alpha-2; `subdivision` ISO 3166-2 (`RO-CJ`, `IT-TO`).

    `region` keeps the free text of the shop; preflight turns it into a `subdivision`.
    """

    street: str = ""
    extra: str = ""
    city: str = ""
    region: str = ""
    subdivision: str = ""
    postcode: str = ""
    country: str = ""


class Party(Struct, frozen=True, omit_defaults=True):
    """A person or a company, with every identity number that a fiscal document may need.

    tax_id: the VAT or tax number as given (CUI, partita IVA, NIP, EU VAT id), with or without prefix.
    vat_payer: whether the party is registered for VAT, where known.
    registration: trade register number (J12/34/2020, REA, KRS).
    personal_id: CNP, codice fiscale of a person, PESEL.
    recipient_code, pec: where Italian e-invoices go.
    """

    name: str = ""
    company: bool = False
    contact: str = ""
    address: Address = Address()
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    vat_payer: bool | None = None
    registration: str = ""
    personal_id: str = ""
    recipient_code: str = ""
    pec: str = ""
    bank: str = ""
    iban: str = ""
    language: str = ""
