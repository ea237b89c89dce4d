"""The settings of a TeamSystem Commerce connection, checked when they are typed in."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Meta

from facturier.model.message import say
from facturier.ports.clock import zone_named
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting
from facturier.shops.teamsystem.defaults import (
    API,
    FIELDS,
    STATUS_PLACES,
    STATUSES,
    UPDATED_PLACES,
    VatSource,
)
from facturier.shops.teamsystem.mapping import (
    parse_call,
    parse_checks,
    parse_codes,
    parse_fields,
    parse_statuses,
)


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Wrong values raise ValueError, which `Connector.read` reports as a validation error."""

    shop_address: Annotated[
        str,
        setting(say("Shop address"), say("As buyers see it in the browser: https://shop.example")),
    ]
    start_date: Annotated[
        date, setting(say("Start date"), say("Orders placed before this day are not read."))
    ]
    api_key: Annotated[
        str,
        setting(
            say("Key"),
            say(
                "From Account > Settings > Remote Access > Add API access > Access key. A reading key will do."
            ),
            secret=True,
        ),
    ]
    exchange_token: Annotated[
        str,
        setting(say("Exchange value"), say("The second value, shown together with the key."), secret=True),
    ]
    base_url: Annotated[
        str, setting(say("Address of the API"), say("Change it only if TeamSystem tells you to."))
    ] = API
    time_zone: Annotated[
        str, setting(say("Time zone of the shop"), say("The start date begins at midnight there."))
    ] = "Europe/Rome"
    currency: Annotated[str, setting(say("Currency of the shop"), say("Of every order that names none."))] = (
        "EUR"
    )
    prices_include_vat: Annotated[
        bool,
        setting(say("Prices include VAT"), say("Prices and shipping on an order; if not, they are net.")),
    ] = True
    vat_source: Annotated[
        VatSource,
        setting(
            say("VAT rate of a line"),
            say("product: by the product's tax profile in the shop. usual: always the rate below."),
        ),
    ] = VatSource.PRODUCT
    vat_percent: Annotated[str, setting(say("Usual VAT rate"), say("In percent; also of net shipping."))] = (
        "22"
    )
    statuses: Annotated[
        str,
        setting(
            say("What a status means"),
            say(
                "One per line, `code = state`, with `, paid` where the order counts as paid. States: open, "
                "complete, held, cancelled."
            ),
            lines=True,
        ),
    ] = STATUSES
    fields: Annotated[
        str,
        setting(
            say("Where things stand on an order"),
            say(
                "One per line, `name = path | another path`. Names: shipping, fee, payment, currency, vat (of a "
                "line), company, tax_id, personal_id, registration, recipient_code, pec, invoice_asked, note. "
                "Paths that begin with `customer.` read the buyer's account."
            ),
            lines=True,
        ),
    ] = FIELDS
    countries: Annotated[
        str,
        setting(
            say("Country numbers"),
            say("One per line, `118 = IT`, for those that the shop's own list does not explain."),
            lines=True,
        ),
    ] = ""
    provinces: Annotated[
        str,
        setting(
            say("Province numbers"),
            say("One per line, `13637 = IT-TO`. The shop tells provinces by number and has no list of them."),
            lines=True,
        ),
    ] = ""
    number_field: Annotated[
        str,
        setting(
            say("Order number"),
            say(
                "The field whose value people use: orderID or short_id. Choose it once, before the first order."
            ),
        ),
    ] = "orderID"
    watch_days: Annotated[
        int,
        Meta(ge=1, le=365),
        setting(say("Days to watch"), say("Changes of status and total are noticed on orders this young.")),
    ] = 30
    reread_hours: Annotated[
        int,
        Meta(ge=0, le=720),
        setting(
            say("Hours between re-readings"),
            say(
                "An open order is read again this often, since the shop's list hides other changes. 0: never."
            ),
        ),
    ] = 24
    page_size: Annotated[
        int,
        Meta(ge=2, le=100),
        setting(say("Orders per call"), say("Lower it where the shop answers slowly.")),
    ] = 100
    updated_orders: Annotated[
        str,
        setting(
            say("List of updated orders"),
            say(
                "If TeamSystem told you its path: `GET /path from={since}&to={until}&limit={limit}&skip={skip}`. "
                "Empty: not used."
            ),
        ),
    ] = ""
    status_call: Annotated[
        str,
        setting(
            say("Call that changes a status"),
            say(
                "If TeamSystem told you one: `PUT /path orderID={order}&status={status}`. Needs a key that may "
                "write. Empty: statuses are not written."
            ),
        ),
    ] = ""
    further_checks: Annotated[
        str,
        setting(
            say("Further lines of the connection test"),
            say("One per line, `title; /path; field`: fine where the field says neither nothing nor no."),
            lines=True,
        ),
    ] = ""

    def __post_init__(self) -> None:
        api = urlsplit(self.base_url.strip())
        if api.scheme not in ("http", "https") or not api.netloc:
            raise ValueError("the address of the API must start with https://")
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", self.identity):
            raise ValueError("the shop address is not one such as https://shop.example")
        parse_fields(self.fields)
        parse_statuses(self.statuses)
        parse_codes(self.countries, 2)
        parse_codes(self.provinces, 2)
        parse_call(self.updated_orders, UPDATED_PLACES)
        parse_call(self.status_call, STATUS_PLACES)
        parse_checks(self.further_checks)
        if not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", self.vat_percent, re.ASCII):
            raise ValueError(f"not a VAT rate in percent, such as 22: {self.vat_percent}")
        if len(self.currency) != 3 or not self.currency.isalpha():
            raise ValueError(f"not a currency such as EUR: {self.currency}")
        if not self.number_field.strip():
            raise ValueError("the field of the order number is missing")
        zone_named(self.time_zone)

    @property
    def api(self) -> str:
        return self.base_url.strip().rstrip("/")

    @property
    def identity(self) -> str:
        """Host (without `www.`) of the shop: what names the origin of its sales."""
        return host_of(self.shop_address)

    @property
    def start(self) -> datetime:
        """The first moment of the start date, aware UTC."""
        midnight = datetime.combine(self.start_date, datetime.min.time(), ZoneInfo(self.time_zone))
        return midnight.astimezone(UTC)

    @property
    def usual_rate(self) -> Decimal:
        return Decimal(self.vat_percent)

    @property
    def watched(self) -> timedelta:
        return timedelta(days=self.watch_days)


def host_of(address: str) -> str:
    """Of an address with or without `https://`; empty for none."""
    text = address.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    return parts.netloc.lower().removeprefix("www.")
