"""The settings of a watched folder, checked when they are typed in."""

import re
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.numbers import is_currency
from msgspec import Meta

from facturier.model.message import say
from facturier.ports.clock import zone_named
from facturier.ports.connector import Settings as ConnectorSettings
from facturier.ports.connector import setting
from facturier.shops.files.mapping import Conventions
from facturier.shops.files.reading import Ways
from facturier.shops.files.separated import Separator
from facturier.shops.files.texts import Encoding
from facturier.shops.files.values import Reading


class Point(StrEnum):
    """The decimal sign of tables."""

    POINT = "point"
    COMMA = "comma"


class Settings(ConnectorSettings, frozen=True, kw_only=True):
    """Wrong values raise ValueError, which `Connector.read` reports as a validation error."""

    folder: Annotated[
        str,
        setting(say("Watched folder"), say("Its full path on the machine where Facturier runs: /srv/orders")),
    ]
    shop: Annotated[
        str,
        setting(
            say("Name of the shop"),
            say(
                "Half of every order's identity. Choose it once; another name makes every order another sale."
            ),
        ),
    ]
    currency: Annotated[
        str,
        setting(say("Usual currency"), say("Of orders that name none. Empty: each order must name its own.")),
    ] = ""
    prices_include_vat: Annotated[
        bool, setting(say("Prices include VAT"), say("Where an order does not say. If not, they are net."))
    ] = True
    vat_percent: Annotated[
        str,
        setting(
            say("Usual VAT rate"),
            say("In percent, of lines that name neither rate nor VAT. Empty: each line must."),
        ),
    ] = ""
    time_zone: Annotated[
        str,
        setting(say("Time zone of the shop"), say("Of moments that name none, such as 2026-11-20 14:30.")),
    ] = "Europe/Bucharest"
    decimal_sign: Annotated[
        Point,
        setting(say("Decimal sign in tables"), say("point: 19.99, comma: 19,99. The other is refused.")),
    ] = Point.POINT
    separator: Annotated[
        Separator,
        setting(
            say("Separator of CSV"), say("automatic: the one that makes known columns of the first row.")
        ),
    ] = Separator.AUTOMATIC
    encoding: Annotated[
        Encoding,
        setting(
            say("Encoding of text files"),
            say("automatic takes UTF-8 and UTF-16, and older ones only where they cannot be mistaken."),
        ),
    ] = Encoding.AUTOMATIC
    results: Annotated[
        str,
        setting(
            say("Folder for results"), say("Where the documents' numbers go. Empty: “results” in the folder.")
        ),
    ] = ""
    settle_seconds: Annotated[
        int,
        Meta(ge=1, le=300),
        setting(say("Seconds of rest"), say("A file that changes within them is still being written.")),
    ] = 5
    ready_marker: Annotated[
        bool,
        setting(
            say("Wait for a marker"),
            say("orders.csv is read once orders.csv.ready lies beside it, however long it takes to write."),
        ),
    ] = False
    page_size: Annotated[
        int,
        Meta(ge=1, le=1000),
        setting(say("Orders at a time"), say("So many are stored together. There is no need to change it.")),
    ] = 100

    def __post_init__(self) -> None:
        for path in (self.folder, *([self.results] if self.results else [])):
            if not Path(path).is_absolute():
                raise ValueError(f"not a full path, such as /srv/orders: {path}")
        if not re.fullmatch(r"[\w.:/-]{1,60}", self.identity):
            raise ValueError("the name of the shop takes letters, digits, dots and hyphens, and no blanks")
        if self.currency and not is_currency(self.currency.upper()):
            raise ValueError(f"not a currency such as RON: {self.currency}")
        if self.vat_percent and not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", self.vat_percent, re.ASCII):
            raise ValueError(f"not a VAT rate in percent, such as 21: {self.vat_percent}")
        zone_named(self.time_zone)

    @property
    def identity(self) -> str:
        """The shop's name, however it was typed."""
        return self.shop.strip().lower()

    @property
    def inbox(self) -> Path:
        return Path(self.folder)

    @property
    def results_folder(self) -> Path:
        return Path(self.results) if self.results else self.inbox / "results"

    @property
    def _percent(self) -> Decimal | None:
        return Decimal(self.vat_percent) if self.vat_percent else None

    def ways(self) -> Ways:
        """How its files are to be understood."""
        return Ways(
            conventions=Conventions(
                self.identity, self.currency.upper(), self.prices_include_vat, self._percent
            ),
            reading=Reading(ZoneInfo(self.time_zone), "," if self.decimal_sign is Point.COMMA else "."),
            separator=self.separator,
            encoding=self.encoding,
        )
