"""The shapes of the API's answers, as far as they are used (fact sheet, sections 4, 6, 7, 9, 10, 12 to 14).

Only what is used is read, so that nothing else can make an answer unreadable after a document was made.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from facturier.ports.http import Reply

T = TypeVar("T")


class Data(Struct, Generic[T]):
    data: T


class Page(Struct, Generic[T]):
    data: list[T]
    current_page: int
    last_page: int
    total: int


class Complaint(Struct):
    """validation_result: dotted path -> texts, or a list of texts, or null."""

    message: str
    validation_result: Any = None
    code: str | None = None


class Totals(Struct):
    amount_gross: Decimal
    amount_due: Decimal
    amount_vat: Decimal | None = None
    payments_sum: Decimal | None = None


class Extra(Struct):
    """errors: what a check of the XML found; told here, in the validation result, or in both."""

    totals: Totals | None = None
    errors: Any = None


class Failure(Struct):
    error: Complaint
    extra: Extra | None = None

    @property
    def words(self) -> str:
        """The API's own complaint, details after it."""
        told = texts_in(self.error.validation_result)
        told += [text for text in texts_in(self.extra.errors if self.extra else None) if text not in told]
        return " ".join(part for part in (self.error.message, *told) if part)

    @property
    def paths(self) -> tuple[str, ...]:
        found = self.error.validation_result
        return tuple(found) if isinstance(found, dict) else ()


class Named(Struct):
    id: int
    name: str


class Who(Struct):
    name: str | None = None


class Account(Struct):
    id: int


class Payment(Struct):
    id: int | None
    amount: Decimal
    status: str
    due_date: date | None
    paid_date: date | None = None
    payment_account: Account | None = None


class Document(Struct):
    """A document as it is told. Amounts are positive, also on a credit note.

    subject is not printed; visible_subject and notes are. ei_status: null and left out are not the same.
    """

    id: int
    type: str
    number: int
    numeration: str | None = None
    date: "date | None" = None
    subject: str | None = None
    visible_subject: str | None = None
    notes: str | None = None
    entity: Who | None = None
    amount_gross: Decimal | None = None
    amount_vat: Decimal | None = None
    payments_list: list[Payment] | None = None
    locked: bool | None = None
    e_invoice: bool | None = None
    ei_status: str | UnsetType | None = UNSET
    url: str | None = None


class Binned(Struct):
    """What lies in the bin. Nothing says that it still has its number."""

    subject: str | None = None
    number: int | None = None
    amount_gross: Decimal | None = None


class Addressed(Struct):
    """The buyer on a document, with every field that is told of them; null where one is empty."""

    entity: dict[str, Any]


class Verified(Struct):
    """Of the check of an e-invoice."""

    success: bool


class Sent(Struct):
    """Of an e-invoice that was sent: `CARICATO`."""

    name: str


class Why(Struct):
    """Why an e-invoice was refused. date: a day, or a moment without a zone."""

    reason: str | None = None
    solution: str | None = None
    code: str | None = None
    date: str | None = None


class VatType(Struct):
    """ei_type: the `natura`. The spec's examples have numbers there, which name none, and leave out what is false."""

    id: int
    value: Decimal
    description: str | None = None
    ei_type: Any = None
    is_disabled: bool | None = None
    default: bool | None = None

    def __post_init__(self) -> None:
        self.ei_type = self.ei_type if isinstance(self.ei_type, str) else ""


class Method(Struct):
    """ei_payment_method: none of the basic fields of a list."""

    id: int
    name: str
    ei_payment_method: str | None = None
    is_default: bool | None = None


class Client(Struct):
    id: int
    name: str
    vat_number: str | None
    tax_code: str | None
    email: str | None


class Product(Struct):
    """stock_current: read only there, None of what is not kept in stock."""

    id: int
    code: str | None
    name: str | None
    measure: str | None
    in_stock: bool | None
    stock_current: Decimal | None


class Options(Struct):
    """What is to be sent back with a document that is made out of another, as it was told."""

    create_from: list[str]
    transform: bool
    keep_copy: bool


class Prepared(Struct):
    """The answer to `transform`; the document that it proposes is not used."""

    options: Options


class Company(Struct):
    """vat_number: a number in the spec's examples, which has lost the zeros in front; so may be tax_code."""

    id: int
    name: str
    vat_number: str | int | None = None
    tax_code: str | int | None = None
    controlled_companies: "list[Company] | None" = None

    @property
    def tax_numbers(self) -> tuple[str, ...]:
        """Those that are told, the partita IVA first."""
        told = (self.vat_number, self.tax_code)
        return tuple(f"{one:011d}" if isinstance(one, int) else one for one in told if one)


class Companies(Struct):
    companies: list[Company]


class Functions(Struct):
    e_invoice: bool | None = None


class Plan(Struct):
    functions: Functions | None = None


class CompanyInfo(Struct):
    id: int
    name: str
    plan_info: Plan | None = None


class Numberings(Struct):
    numerations: dict[str, dict[str, int | None]]


def read(reply: Reply, shape: type[T]) -> T | None:
    """The answer as `shape`, or None where it is not that."""
    try:
        return reply.json(shape)
    except (msgspec.MsgspecError, ValueError):
        return None


def texts_in(value: Any) -> list[str]:
    """Every text in a validation result, whatever its form."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in texts_in(inner)]
        case list():
            return [text for inner in value for text in texts_in(inner)]
    return []
