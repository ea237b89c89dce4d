"""The shapes of SmartBill's answers (fact sheet, sections 2, 8, 9, 10) and the cleaning of their words."""

import html
import re
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from facturier.ports.http import Reply

T = TypeVar("T")
_DETAILS = re.compile(r"<div[^>]*moreErrorDetails.*", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Problem(Struct, rename="camel"):
    """One entry of `errors` in shape B."""

    message: str = ""
    code: str = ""
    param: str | None = None


class Head(Struct, rename="camel"):
    """What any JSON answer may begin with: shapes A and C (`errorText`), B (`errors`), or neither."""

    error_text: str | None = None
    errors: list[Problem] | None = None
    number: str | int | None = None
    document_id: str | int | None = None
    are_invoices_created: bool | None = None

    @property
    def words(self) -> str:
        """SmartBill's own complaint as plain text, empty where it made none."""
        if self.errors:
            return " ".join(clean(problem.message) or problem.code for problem in self.errors)
        return clean(self.error_text or "")


class Created(Struct, rename="camel"):
    """The answer to a create. The legacy form has no `document*` fields.

    number: as text alone. A bare 7 may be 7 or 0007, and SmartBill answers to one of them only: it is looked up.
    """

    number: str | None = None
    series: str | None = None
    document_id: str | int | None = None
    document_url: str | None = None
    document_view_url: str | None = None


class PaymentStatus(Struct, rename="camel"):
    invoice_total_amount: Decimal
    paid_amount: Decimal
    unpaid_amount: Decimal


class SeriesRow(Struct, rename="camel"):
    name: str
    next_number: int | str
    type: str


class SeriesList(Struct):
    list: list[SeriesRow]


class TaxRow(Struct):
    name: str
    percentage: Decimal


class TaxList(Struct):
    taxes: list[TaxRow]


class Units(Struct):
    mu: list[str]


class Warehouses(Struct):
    warehouses: list[str]


class InvoiceName(Struct):
    """number: empty for an unfinished invoice."""

    series: str
    number: str


class InvoicesMade(Struct):
    invoices: list[InvoiceName]


class StockedProduct(Struct, rename="camel"):
    quantity: Decimal
    product_name: str
    measuring_unit: str
    product_code: str | None = None


class Warehouse(Struct, rename="camel"):
    warehouse_name: str


class WarehouseStock(Struct):
    warehouse: Warehouse
    products: list[StockedProduct]


class StockList(Struct):
    list: list[WarehouseStock]


def read(reply: Reply, shape: type[T]) -> T | None:
    """The answer as `shape`, or None where it is not that (an HTML page, an empty body, another shape)."""
    try:
        return reply.json(shape)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def clean(text: str) -> str:
    """`errorText` as a person should see it: no tags, nothing after the hidden details."""
    bare = _TAG.sub(" ", _DETAILS.sub("", text))
    return " ".join(html.unescape(bare).split())


def as_text(value: Any) -> str:
    """A number or id that SmartBill may give as text or as a JSON number."""
    return "" if value is None else str(value).strip()
