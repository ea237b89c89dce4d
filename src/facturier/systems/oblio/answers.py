"""The shapes of Oblio's answers (fact sheet, sections 1, 2, 3, 6). Numbers and flags come as text or as they are."""

import re
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct

from facturier.model.shapes import known
from facturier.ports.http import Reply

T = TypeVar("T")
_ON, _OFF = ("1", "true"), ("0", "false", "")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def flag(value: Any) -> bool:
    """0/1, "0"/"1", true/false or empty. Raises ValueError."""
    said = str(value).strip().lower() if isinstance(value, str | bool | int) else None
    if said in _ON:
        return True
    if said in _OFF:
        return False
    raise ValueError(f"{value!r} is no yes or no")


def ordinal(value: str | int) -> int:
    """A document's number, padded or not. Raises ValueError."""
    said = str(value).strip()
    if not (said.isascii() and said.isdigit()):
        raise ValueError(f"{value!r} is no number")
    return int(said)


class Head(Struct, rename="camel"):
    """The envelope of every answer but the token's. data: absent in an error."""

    status: int | str
    status_message: str = ""
    data: msgspec.Raw = msgspec.Raw()

    def __post_init__(self) -> None:
        self.status = int(self.status)


class Token(Struct):
    access_token: str
    expires_in: int | str

    def __post_init__(self) -> None:
        if not self.access_token:
            raise ValueError("a token without letters")
        self.expires_in = int(self.expires_in)


class TokenProblem(Struct):
    error: str = ""
    error_description: str = ""


class Created(Struct, rename="camel"):
    number: str | int
    series_name: str = ""
    link: str | None = None

    def __post_init__(self) -> None:
        ordinal(self.number)


class Shown(Struct, rename="camel"):
    """One document, asked for by its number. total: only told by some accounts, it seems."""

    number: str | int
    link: str
    series_name: str = ""
    total: Decimal | None = None


class Collected(Struct):
    value: Decimal


class EInvoice(Struct):
    """code: -1 not sent, 0 under way, 1 accepted, 2 refused; text says why. Raises ValueError for any other."""

    code: int | str
    text: Any = ""

    def __post_init__(self) -> None:
        self.code = int(self.code)
        if not -1 <= self.code <= 2:
            raise ValueError(f"{self.code} is no state of an e-invoice")
        self.text = self.text if isinstance(self.text, str) else ""


class InvoiceRow(Struct, rename="camel"):
    """One row of the list. mentions: None where they cannot be read. canceled: None where it is not told.

    draft: unfinished; then it has no number. issue_date: empty where it is not told. einvoice_status: None where it
    is not told, which PHP may also say with an empty list. index_upload: under which it went to SPV. series_name:
    empty where it is not told.
    """

    number: Any
    total: Decimal
    draft: Any = "0"
    canceled: Any = None
    collected: Any = None
    mentions: Any = None
    link: Any = None
    issue_date: Any = None
    collects: list[Collected] | None = None
    einvoice_status: Any = None
    index_upload: Any = UNSET
    series_name: Any = None

    def __post_init__(self) -> None:
        self.draft = flag(self.draft)
        self.canceled = None if self.canceled is None else flag(self.canceled)
        self.collected = None if self.collected is None else flag(self.collected)
        self.mentions = self.mentions if isinstance(self.mentions, str) else None
        self.link = self.link if isinstance(self.link, str) else ""
        self.issue_date = self.issue_date[:10] if isinstance(self.issue_date, str) else ""
        self.series_name = self.series_name if isinstance(self.series_name, str) else ""
        told = self.einvoice_status
        self.einvoice_status = None if told in (None, [], {}) else msgspec.convert(told, EInvoice)
        if not self.draft:
            ordinal(self.number)

    @property
    def never_uploaded(self) -> bool:
        """Whether the row says that nothing of it went to SPV."""
        return self.index_upload in (None, "", "0", 0)


class CompanyRow(Struct, rename="camel"):
    cif: str
    use_stock: Any

    def __post_init__(self) -> None:
        self.use_stock = flag(self.use_stock)


class VatRow(Struct):
    name: str
    percent: Decimal
    default: Any

    def __post_init__(self) -> None:
        self.default = flag(self.default)


class SeriesRow(Struct):
    """next: number of the next document, padded; with `start`, the first, it shows how wide numbers are written."""

    type: str
    name: str
    next: str | int
    start: str | int = "1"

    def __post_init__(self) -> None:
        ordinal(self.next)
        ordinal(self.start)

    @property
    def upcoming(self) -> int:
        return ordinal(self.next)

    @property
    def width(self) -> int:
        """Of those that have a zero in front: else they are not padded, or are as long as the padded ones."""
        padded = [str(one) for one in (self.next, self.start) if str(one).startswith("0")]
        return max(map(len, padded), default=1)


class ManagementRow(Struct, rename="camel"):
    management: str
    work_station: str


class StockEntry(Struct, rename="camel"):
    work_station: str
    management: str
    quantity: Decimal


class ProductRow(Struct, rename="camel"):
    """Three shapes: with `stock`, with a `quantity` where one management was asked for, with a `price` alone where
    there is no stock to speak of."""

    name: str
    measuring_unit: str
    code: str
    stock: list[StockEntry] | None = None
    quantity: Decimal | None = None
    price: Any = None

    def __post_init__(self) -> None:
        if self.stock is None and self.quantity is None and self.price is None:
            raise ValueError("neither a quantity nor a price")


def read(reply: Reply, shape: type[T]) -> T | None:
    """The answer as `shape`, or None where it is not that (an HTML page, an empty body, another shape)."""
    try:
        return reply.json(shape)
    except (ValueError, UnicodeDecodeError):
        return None


def inside(data: msgspec.Raw, shape: type[T]) -> T | None:
    """What an envelope holds, as `shape`; None where it is not that."""
    try:
        return msgspec.json.decode(data, type=known(shape))
    except (ValueError, UnicodeDecodeError):
        return None
