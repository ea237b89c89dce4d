"""The settings of a Magento connection, checked when they are typed in."""

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
from facturier.shops.magento.mapping import parse_fees, parse_fields, parse_tools

TOOLS = """SmartBill
Oblio
FGO
Facturis
iFirma
wFirma
inFakt
Fakturownia
Fatture in Cloud
Firmao
Fakturowo
another tool = (?:factur[aă]|invoice|fattura|faktura)\\s+(?:seria\\s+)?\
(?P<series>(?-i:[A-Z]{1,12}))[\\s-]*(?:nr\\.?\\s*)?(?P<number>\\d+)"""
COD_FEE = (
    "Cash on delivery fee; extension_attributes.msp_cod_amount; extension_attributes.msp_cod_tax_amount; net"
)
"""Where a widespread cash-on-delivery module (MSP) puts its fee."""


_SHOWN = say("One of the four values that Magento shows when you activate the integration.")


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
    time_zone: Annotated[
        str, setting(say("Time zone of the shop"), say("The start date begins at midnight there."))
    ] = "Europe/Bucharest"
    consumer_key: Annotated[str, setting(say("Consumer key"), _SHOWN, secret=True)] = ""
    consumer_secret: Annotated[str, setting(say("Consumer secret"), _SHOWN, secret=True)] = ""
    access_token: Annotated[str, setting(say("Access token"), _SHOWN, secret=True)] = ""
    access_token_secret: Annotated[str, setting(say("Access token secret"), _SHOWN, secret=True)] = ""
    bearer_token: Annotated[
        str,
        setting(
            say("Bearer token"),
            say("Only where the shop allows it; fill in the four values above instead if you can."),
            secret=True,
        ),
    ] = ""
    store_code: Annotated[str, setting(say("Store view code"), say("`all` reads every store view."))] = "all"
    page_size: Annotated[
        int,
        Meta(ge=1, le=300),
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
            say("What the billing address must hold; a personal tax number never makes a company."),
        ),
    ] = CompanyRule.NAME_OR_NUMBER
    virtual_is_service: Annotated[
        bool,
        setting(
            say("Virtual and downloadable products are services"),
            say("If not, they are goods, like everything else that is sold."),
        ),
    ] = False
    extra_fields: Annotated[
        str,
        setting(
            say("Fields of checkout modules"),
            say(
                "One per line, `name = path`. Names: registration, tax_id, personal_id, recipient_code,"
                " pec, bank, iban, company, invoice_asked."
            ),
            lines=True,
        ),
    ] = ""
    fees: Annotated[
        str,
        setting(
            say("Fees of modules"),
            say(
                "One per line: `title; path of the amount; VAT percent or path of the VAT amount; net`"
                " (or `gross`, where the amount includes VAT)."
            ),
            lines=True,
        ),
    ] = COD_FEE
    other_tools: Annotated[
        str,
        setting(
            say("Other invoicing modules"),
            say(
                "One per line: the name that appears in their order comments, or `name = pattern`, a"
                " regular expression with the groups series, number and link."
            ),
            lines=True,
        ),
    ] = TOOLS
    comment_visible: Annotated[
        bool,
        setting(
            say("Buyers see the comment in their account"),
            say("The comment with number and link of the document; else only you see it."),
        ),
    ] = False

    def __post_init__(self) -> None:
        if urlsplit(self.base_url.strip()).scheme not in ("http", "https"):
            raise ValueError("the shop address must start with https://")
        if any(self.oauth_values) and not all(self.oauth_values):
            raise ValueError("all four values of the integration are needed, or only the bearer token")
        if not self.uses_oauth and not self.bearer_token:
            raise ValueError("the four values of the integration are missing (or a bearer token)")
        parse_fields(self.extra_fields)
        parse_fees(self.fees)
        parse_tools(self.other_tools)
        zone_named(self.time_zone)

    @property
    def oauth_values(self) -> tuple[str, str, str, str]:
        return (self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret)

    @property
    def uses_oauth(self) -> bool:
        return all(self.oauth_values)

    @property
    def root(self) -> str:
        """The shop's address without anything that belongs to the API, however it was pasted."""
        address = urlsplit(self.base_url.strip())
        path = address.path.split("/rest")[0].rstrip("/").removesuffix("/index.php")
        return f"{address.scheme}://{address.netloc.lower()}{path}"

    @property
    def api(self) -> str:
        return f"{self.root}/rest/{self.store_code}/V1"

    @property
    def identity(self) -> str:
        """Host (without `www.`) and folder of the shop: what names the origin of its sales."""
        return self.root.split("://", 1)[1].removeprefix("www.")

    @property
    def start(self) -> datetime:
        """The first moment of the start date, aware UTC."""
        midnight = datetime.combine(self.start_date, datetime.min.time(), ZoneInfo(self.time_zone))
        return midnight.astimezone(UTC)
