"""What a person enters to connect a Fatture in Cloud account. Form, command line and docs are made of it."""

from typing import Annotated, Literal

from facturier.model.message import say
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting
from facturier.systems.fattureincloud.signature import PUBLISHED

OFFICIAL = "https://api-v2.fattureincloud.it"


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Values as typed; blanks around them are cut when the connection is opened.

    company: its id, empty while it is not chosen yet. suffixes: with blanks between; `/` is the numbering without
    a suffix. exempt_vat, template: names from `offers`, which end in an id.
    """

    token: Annotated[
        str,
        setting(
            say("Access token"),
            say(
                "Made by hand in Fatture in Cloud, in the settings of the API. Leave it empty to grant access on its "
                "page instead."
            ),
            secret=True,
        ),
    ] = ""
    client_id: Annotated[
        str,
        setting(
            say("Application id (client ID)"),
            say("Only for access by consent: of the application that you registered in Fatture in Cloud."),
        ),
    ] = ""
    client_secret: Annotated[
        str,
        setting(say("Application secret (client secret)"), say("Only for access by consent."), secret=True),
    ] = ""
    vat_number: Annotated[
        str,
        setting(
            say("Partita IVA of the company"),
            say("Documents of any other company are refused before they are sent."),
        ),
    ]
    company: Annotated[
        str,
        setting(
            say("Number of the company"),
            say("Leave it empty first: the connection test lists the companies that the token can see."),
        ),
    ] = ""
    suffixes: Annotated[
        str,
        setting(
            say("Numbering suffixes that Facturier may use"),
            say("With blanks between, such as / /A. The slash alone is the numbering without a suffix."),
        ),
    ] = "/"
    template: Annotated[
        str,
        setting(
            say("Template of the documents"),
            say("Empty: the one that Fatture in Cloud takes by itself."),
            choices="templates",
        ),
    ] = ""
    show_payments: Annotated[
        bool, setting(say("Print due dates and payments"), say("On every document that has some."))
    ] = True
    show_payment_method: Annotated[
        bool, setting(say("Print the payment method"), say("With its bank details, if it has any."))
    ] = True
    exempt_vat: Annotated[
        str,
        setting(
            say("VAT type while the company charges no VAT"),
            say("Such as that of the regime forfettario. Only needed where the company's settings say so."),
            choices="vat",
        ),
    ] = ""
    e_invoice: Annotated[
        bool,
        setting(
            say("Make e-invoices"),
            say("Invoices and credit notes are made ready for SdI. Routes then offer to send them."),
        ),
    ] = False
    sdi_method: Annotated[
        Literal["MP01", "MP02", "MP05", "MP08"],
        setting(
            say("SdI code of payments that name none"),
            say("MP01 cash, MP02 cheque, MP05 bank transfer, MP08 card. Only used for e-invoices."),
        ),
    ] = "MP08"
    stamp_duty: Annotated[
        bool,
        setting(
            say("Note the stamp duty (bollo)"),
            say(
                "2.00 on invoices and receipts with more than 77.47 free of VAT; never added to what is due."
            ),
        ),
    ] = False
    hook_key: Annotated[
        str,
        setting(
            say("Key that signs web hooks"),
            say(
                "Fatture in Cloud publishes it. Leave it unless they change it, or you test with a simulator."
            ),
        ),
    ] = PUBLISHED
    base_url: Annotated[
        str,
        setting(
            say("Address of the Fatture in Cloud service"), say("Leave it unless you test with a simulator.")
        ),
    ] = OFFICIAL
