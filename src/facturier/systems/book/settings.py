"""What a person enters to open a book. Form, command line and docs are made of it."""

from typing import Annotated, Literal

from facturier.model.message import say
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """The company as its documents show it, and how they look. Changes hold for documents issued afterwards.

    vat_rates: in percent, with blanks between. language, zone: empty for those of the country.
    """

    name: Annotated[
        str,
        setting(
            say("Name of the book"),
            say("Each company needs a book of its own. A book that exists under this name is opened again."),
        ),
    ] = "book"
    company: Annotated[str, setting(say("Company"), say("As it must stand on its documents."))]
    tax_id: Annotated[
        str,
        setting(
            say("Tax number"),
            say("CUI, partita IVA, NIP: with the country's letters in front if the company pays VAT."),
        ),
    ]
    country: Annotated[str, setting(say("Country"), say("Two letters, such as RO, IT or PL."))]
    street: Annotated[str, setting(say("Street and number"), say("Of the registered office."))]
    city: Annotated[str, setting(say("City"), say("Of the registered office."))]
    region: Annotated[str, setting(say("County"), say("County, province or region; may stay empty."))] = ""
    postcode: Annotated[str, setting(say("Postcode"), say("May stay empty."))] = ""
    registration: Annotated[
        str, setting(say("Trade register number"), say("Such as J12/34/2020, REA or KRS; may stay empty."))
    ] = ""
    capital: Annotated[
        str, setting(say("Share capital"), say("As company law wants it printed, such as 200 RON."))
    ] = ""
    bank: Annotated[str, setting(say("Bank"), say("Where buyers pay to; may stay empty."))] = ""
    iban: Annotated[str, setting(say("IBAN"), say("The account buyers pay to; may stay empty."))] = ""
    email: Annotated[str, setting(say("E-mail"), say("Printed on documents; may stay empty."))] = ""
    phone: Annotated[str, setting(say("Telephone"), say("Printed on documents; may stay empty."))] = ""
    website: Annotated[str, setting(say("Web site"), say("Printed on documents; may stay empty."))] = ""
    invoice_series: Annotated[
        str,
        setting(
            say("Series of invoices"),
            say("Made when the book is opened; letters, figures, - / and . Empty: none is made."),
        ),
    ] = "FCT"
    proforma_series: Annotated[
        str, setting(say("Series of proformas"), say("Made when the book is opened. Empty: none is made."))
    ] = "PRF"
    receipt_series: Annotated[
        str, setting(say("Series of receipts"), say("Made when the book is opened. Empty: none is made."))
    ] = "REC"
    order_series: Annotated[
        str,
        setting(say("Series of order documents"), say("Made when the book is opened. Empty: none is made.")),
    ] = "ORD"
    credit_series: Annotated[
        str,
        setting(
            say("Series of credit notes"),
            say("Made when the book is opened. Empty: a credit note goes into the series of its invoice."),
        ),
    ] = ""
    yearly: Annotated[
        bool,
        setting(
            say("Numbers begin anew each year"),
            say(
                "Then the year stands in the name of the series: FCT-2027. Only for series that are made now."
            ),
        ),
    ] = False
    vat_rates: Annotated[
        str,
        setting(
            say("VAT rates"),
            say("In percent, with blanks between, such as 21 11 0. Empty: the usual ones of the country."),
        ),
    ] = ""
    template: Annotated[
        Literal["classic", "modern"],
        setting(say("Look of the documents"), say("classic: rules and boxes. modern: air and one colour.")),
    ] = "classic"
    logo: Annotated[
        str,
        setting(
            say("Logo"),
            say(
                "Path of a PNG, JPEG or SVG picture; it is taken into the book when the connection is tested."
            ),
        ),
    ] = ""
    language: Annotated[
        Literal["", "en", "ro", "it", "pl"],
        setting(
            say("Language of the documents"),
            say("Where neither the route nor the buyer says another. Empty: that of the country."),
        ),
    ] = ""
    show_payment: Annotated[
        bool, setting(say("Show the payment method"), say("On documents that have one."))
    ] = True
    show_due: Annotated[
        bool,
        setting(
            say("Show the due date"), say("On documents that have one. A proforma's is the day it ends.")
        ),
    ] = True
    proforma_days: Annotated[
        int,
        setting(
            say("Days until a proforma expires"),
            say("Where the route says no days until due. 0: it does not expire."),
        ),
    ] = 0
    retention_years: Annotated[
        int,
        setting(
            say("Years to keep personal data"),
            say("Before it can be erased. 0: as long as the country's law wants; never less than that."),
        ),
    ] = 0
    zone: Annotated[
        str, setting(say("Time zone"), say("Such as Europe/Bucharest. Empty: that of the country."))
    ] = ""
