"""The settings of a WooCommerce connection, checked when they are typed in."""

from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Meta

from facturier.model.message import say
from facturier.ports.buyers import CompanyRule
from facturier.ports.clock import zone_named
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting
from facturier.shops.woocommerce.table import META_KEYS, TOOLS, parse_keys, parse_tools

_SHOWN = say("Shown once when you add a key under WooCommerce > Settings > Advanced > REST API.")


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Wrong combinations raise ValueError, which `Connector.read` reports as a validation error."""

    base_url: Annotated[
        str,
        setting(
            say("Shop address"),
            say("As in the browser, with the folder if the shop is in one: https://shop.example"),
        ),
    ]
    start_date: Annotated[
        date, setting(say("Start date"), say("Orders placed before this day are not read."))
    ]
    consumer_key: Annotated[str, setting(say("Consumer key"), _SHOWN, secret=True)]
    consumer_secret: Annotated[str, setting(say("Consumer secret"), _SHOWN, secret=True)]
    time_zone: Annotated[
        str, setting(say("Time zone of the shop"), say("The start date begins at midnight there."))
    ] = "Europe/Bucharest"
    keys_in_address: Annotated[
        bool,
        setting(
            say("Send the keys in the address"),
            say("Only over https, where the shop's server drops the usual header and refuses every call."),
        ),
    ] = False
    plain_permalinks: Annotated[
        bool,
        setting(
            say("The shop uses plain permalinks"),
            say("Where WordPress has Settings > Permalinks set to Plain."),
        ),
    ] = False
    page_size: Annotated[
        int,
        Meta(ge=1, le=100),
        setting(say("Orders per call"), say("Lower it where the shop answers slowly.")),
    ] = 50
    overlap_minutes: Annotated[
        int,
        Meta(ge=0, le=1440),
        setting(say("Overlap in minutes"), say("Changes this recent are read again by the next poll.")),
    ] = 5
    company_rule: Annotated[
        CompanyRule,
        setting(
            say("A buyer is a company with"),
            say("What the order must hold, where the checkout does not ask for it itself."),
        ),
    ] = CompanyRule.NAME_OR_NUMBER
    meta_keys: Annotated[
        str,
        setting(
            say("Fields of checkout plug-ins"),
            say(
                "One meaning a line, `tax_id = key, key`: the first key with a value counts. Meanings: tax_id,"
                " personal_id, registration, recipient_code, pec, bank, iban, company, company_name,"
                " invoice_asked. A point walks into a value: `av_facturare.cui`."
            ),
            lines=True,
        ),
    ] = META_KEYS
    other_tools: Annotated[
        str,
        setting(
            say("Other invoicing plug-ins"),
            say(
                "One a line: `name; keys of the number; keys of the series; keys of the link`. An order with"
                " such a key was invoiced elsewhere."
            ),
            lines=True,
        ),
    ] = TOOLS
    number_key: Annotated[
        str,
        setting(
            say("Meta key for the document's number"),
            say("Written onto the order beside the note, for themes and e-mails; empty: not written."),
        ),
    ] = "_facturier_number"
    link_key: Annotated[
        str,
        setting(
            say("Meta key for the document's link"),
            say("Where a theme may show it to the buyer; empty: not written."),
        ),
    ] = "_facturier_link"

    def __post_init__(self) -> None:
        scheme = urlsplit(self.base_url.strip()).scheme
        if scheme not in ("http", "https"):
            raise ValueError("the shop address must start with https://")
        if self.keys_in_address and scheme == "http":
            raise ValueError("over http the keys must not travel in the address")
        parse_keys(self.meta_keys)
        parse_tools(self.other_tools)
        zone_named(self.time_zone)

    @property
    def signs(self) -> bool:
        """Over plain http the keys themselves must not travel: each call is signed instead."""
        return self.root.startswith("http:")

    @property
    def root(self) -> str:
        """The shop's address without anything that belongs to the API, however it was pasted."""
        address = urlsplit(self.base_url.strip())
        path = address.path.split("/wp-json")[0].split("/wp-admin")[0].rstrip("/").removesuffix("/index.php")
        return f"{address.scheme}://{address.netloc.lower()}{path}"

    @property
    def identity(self) -> str:
        """Host (without `www.`) and folder of the shop: what names the origin of its sales."""
        return self.root.split("://", 1)[1].removeprefix("www.")

    @property
    def start(self) -> datetime:
        """The first moment of the start date, aware UTC."""
        midnight = datetime.combine(self.start_date, datetime.min.time(), ZoneInfo(self.time_zone))
        return midnight.astimezone(UTC)
