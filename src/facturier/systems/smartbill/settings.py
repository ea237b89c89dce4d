"""What a person enters to connect a SmartBill account. Form, command line and docs are made of it."""

from typing import Annotated, Literal

from facturier.model.message import say
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting

OFFICIAL = "https://ws.smartbill.ro/SBORO/api"
THIRTEEN_ZEROS = "0" * 13


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Values as typed; blanks around them are cut when the connection is opened.

    company: the issuer's CIF exactly as the account stores it, with `RO` where the company pays VAT.
    pad_width: digits of a document number in a series that has no document yet; learned afterwards.
    price_decimals: most decimals of a unit price. Two is right whichever way SmartBill rounds.
    """

    email: Annotated[
        str,
        setting(
            say("E-mail of the SmartBill user"),
            say("The address with which you log in to SmartBill Cloud."),
        ),
    ]
    token: Annotated[
        str,
        setting(
            say("API token"),
            say("In SmartBill Cloud: My account, Integrations. It changes with the account's password."),
            secret=True,
        ),
    ]
    company: Annotated[
        str,
        setting(
            say("CIF of the company"),
            say("Exactly as SmartBill shows it: with RO in front if the company pays VAT, else only digits."),
        ),
    ]
    unit: Annotated[
        str,
        setting(
            say("Unit for lines that name none"),
            say(
                "Small and capital letters differ. @@@@@ takes the unit that SmartBill keeps for the product."
            ),
            choices="units",
        ),
    ] = "buc"
    product_codes: Annotated[
        bool,
        setting(
            say("The account uses product codes"),
            say("The same answer as in SmartBill: then stock is matched by code, otherwise by name."),
        ),
    ] = False
    warehouse: Annotated[
        str,
        setting(
            say("Warehouse for lines that name none"),
            say("Only needed where issuing a document takes goods out of stock."),
            choices="warehouses",
        ),
    ] = ""
    receipt_series: Annotated[
        str,
        setting(
            say("Series for payment receipts (chitante)"),
            say("Only needed where payments are recorded as Chitanta."),
            choices="series",
        ),
    ] = ""
    person_code: Annotated[
        Literal["0000000000000", "-", "0"],
        setting(
            say("Tax code sent for a private person without CNP"),
            say("e-Factura accepts each of these; thirteen zeros is what SmartBill's own plug-in sends."),
        ),
    ] = "0000000000000"
    intra_cif: Annotated[
        bool,
        setting(
            say("Use the intra-community (OSS) CIF for buyers outside Romania"),
            say("Only if that CIF is set up in SmartBill."),
        ),
    ] = False
    issuer_name: Annotated[
        str,
        setting(say("Person who issues the documents"), say("Printed on each document; may stay empty.")),
    ] = ""
    price_decimals: Annotated[
        Literal[2, 3, 4],
        setting(
            say("Decimals of unit prices"),
            say("Raise it only after a proforma with longer prices has shown the expected total."),
        ),
    ] = 2
    pad_width: Annotated[
        int,
        setting(
            say("Digits of a document number"),
            say("4 if the first document of a series is 0001. Only used until the series has a document."),
        ),
    ] = 4
    legacy_create: Annotated[
        bool,
        setting(
            say("Create documents the old way"),
            say("Uses the older address without v2. Documents then come without a link."),
        ),
    ] = False
    base_url: Annotated[
        str,
        setting(say("Address of the SmartBill service"), say("Leave it unless you test with a simulator.")),
    ] = OFFICIAL
