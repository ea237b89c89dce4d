"""What a person enters to connect an Oblio account. Form, command line and docs are made of it."""

from typing import Annotated, Literal

from facturier.model.message import say
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting

OFFICIAL = "https://www.oblio.eu"


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Values as typed; blanks around them are cut when the connection is opened.

    company: the issuer's CIF as the account has it. work_station: the one whose stock is used; one connection, one
    work station. price_decimals: most decimals of a unit price. Two is right whichever way Oblio rounds.
    """

    email: Annotated[
        str,
        setting(say("E-mail of the Oblio account"), say("The address with which you log in to Oblio.")),
    ]
    secret: Annotated[
        str,
        setting(
            say("API secret"),
            say("In Oblio: Settings, Account data. It changes when the account's password is reset."),
            secret=True,
        ),
    ]
    company: Annotated[
        str,
        setting(
            say("CIF of the company"),
            say("Exactly as Oblio shows it: with RO in front if the company pays VAT, else only digits."),
        ),
    ]
    unit: Annotated[
        str,
        setting(say("Unit for lines that name none"), say("Such as buc, kg or ora.")),
    ] = "buc"
    goods_type: Annotated[
        Literal[
            "Marfa",
            "Materii prime",
            "Materiale consumabile",
            "Semifabricate",
            "Produs finit",
            "Produs rezidual",
            "Produse agricole",
            "Animale si pasari",
            "Ambalaje",
            "Obiecte de inventar",
        ],
        setting(
            say("Type of the goods that are sold"),
            say("As Oblio keeps them: stock is matched by the type as well. Everything else is a Serviciu."),
        ),
    ] = "Marfa"
    work_station: Annotated[
        str,
        setting(
            say("Work station"),
            say("Only needed where stocks are used. Other work stations need a connection of their own."),
        ),
    ] = "Sediu"
    warehouse: Annotated[
        str,
        setting(
            say("Warehouse (gestiune) for lines that name none"),
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
        Literal["", "0000000000000", "-"],
        setting(
            say("Tax code sent for a private person without CNP"),
            say("Empty sends none. e-Factura knows a person without CNP by thirteen zeros."),
        ),
    ] = ""
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
    base_url: Annotated[
        str,
        setting(say("Address of the Oblio service"), say("Leave it unless you test with a simulator.")),
    ] = OFFICIAL
