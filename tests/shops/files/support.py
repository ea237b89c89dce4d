"""Files of the tests' own, and orders of every sort that the schema allows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from tests.support.workbook import workbook

from facturier.model.order import Order, OrderState
from facturier.shops.files import CONNECTOR, schema
from facturier.shops.files.reading import Content, read
from facturier.shops.files.sandbox import writing
from facturier.shops.files.settings import Settings

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HEAD = "number,placed_at,currency,buyer_name,name,quantity,price,vat"
ROW = "1001,2026-11-19 14:30,RON,Ana Exemplu,Mug,2,19.99,21"


def settings(**changes: Any) -> Settings:
    return CONNECTOR.read({"folder": "/srv/orders", "shop": "till", **changes})


def content(name: str, body: bytes | str, **changes: Any) -> Content:
    """What a file tells, read at NOW and written then."""
    encoded = body.encode() if isinstance(body, str) else body
    return read(name, encoded, settings(**changes).ways(), NOW, NOW)


def orders(name: str, body: bytes | str, **changes: Any) -> list[Order]:
    """The orders of a file that must be good."""
    found = content(name, body, **changes)
    assert not found.faults, [fault.told().render() for fault in found.faults]
    return [told.order for told in found.orders]


def faults(name: str, body: bytes | str, **changes: Any) -> list[tuple[int, str, str]]:
    """Row, field and words of everything wrong with a file; nothing of it may be taken."""
    found = content(name, body, **changes)
    assert not found.orders
    return [(fault.row, fault.field, fault.what.render()) for fault in found.faults]


def only(name: str, body: bytes | str, **changes: Any) -> tuple[int, str, str]:
    (fault,) = faults(name, body, **changes)
    return fault


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows)) + "\n"


def told(**changes: Any) -> schema.Order:
    """An ordinary order of the schema."""
    plain: dict[str, Any] = {
        "number": "1001",
        "placed_at": NOW - timedelta(hours=18),
        "currency": "RON",
        "buyer": schema.Buyer(name="Ana Exemplu"),
        "lines": (line(),),
    }
    return schema.Order(**{**plain, **changes})


def line(**changes: Any) -> schema.Line:
    plain: dict[str, Any] = {"name": "Mug", "price": Decimal("19.99"), "vat": Decimal(21)}
    return schema.Line(**{**plain, **changes})


def one(order: schema.Order, **changes: Any) -> Order:
    """An order that must be good, as it is read out of JSON."""
    (read_back,) = orders("one.json", writing.json_text([order]), **changes)
    return read_back


def written(form: str, told: Sequence[schema.Order]) -> bytes:
    """Orders as a file of this form."""
    match form:
        case "json":
            return writing.json_text(told)
        case "jsonl":
            return writing.json_lines(told)
        case "csv":
            return writing.csv_text(told)
    return workbook([[_figures(cell) for cell in row] for row in writing.table(told)])


def _figures(cell: str) -> Any:
    """As a spreadsheet keeps what looks like a number in it, unless that would change it."""
    try:
        number = Decimal(cell)
    except ArithmeticError:
        return cell
    digits = len(number.as_tuple().digits)
    kept = number.is_finite() and digits <= 15 and float(number) and f"{number.normalize():f}" == cell
    return number if kept else cell


# Orders by chance

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")), max_size=20
).map(str.strip)
_NAMES = _WORDS.filter(bool)
_CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,8}", fullmatch=True)
_MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - aware by `timezones`
    datetime(2026, 11, 19),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
_PERCENT = st.sampled_from([Decimal(0), Decimal(5), Decimal(11), Decimal(21), Decimal("9.5")])


def _decimal(low: str, high: str, places: int = 2) -> SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


@st.composite
def _lines(draw: DrawFn) -> schema.Line:
    deducted = draw(st.booleans())
    kind = draw(st.sampled_from([schema.Kind.DISCOUNT] if deducted else [*schema.Kind]))
    priced: Mapping[str, Any] = {
        "quantity": draw(_decimal("0.001", "999", 3)),
        "price": draw(_decimal("0", "9999", 4)),
        "amount": None,
    }
    summed: Mapping[str, Any] = {"amount": draw(_decimal("0", "9999")), "quantity": Decimal(1)}
    negative: Mapping[str, Any] = {"amount": -draw(_decimal("0.01", "99")), "quantity": Decimal(1)}
    if kind in (schema.Kind.DISCOUNT, schema.Kind.STORE_CREDIT):
        figures = negative
    else:
        figures = draw(st.sampled_from([priced, summed]))
    return schema.Line(
        kind=kind,
        name=draw(_NAMES),
        sku=draw(_CODES),
        description=draw(_WORDS),
        unit=draw(st.sampled_from(["", "buc", "kg"])),
        vat=draw(_PERCENT),
        **figures,
    )


_PLACES = st.builds(
    schema.Place,
    street=_NAMES,
    city=_WORDS,
    region=_WORDS,
    postcode=st.from_regex(r"[0-9]{5,6}", fullmatch=True),
    country=st.sampled_from(["RO", "IT", "PL"]),
)
_BUYERS = st.builds(
    schema.Buyer,
    name=_NAMES,
    company=st.sampled_from([None, True, False]),
    tax_id=st.from_regex(r"(RO)?[0-9]{0,10}", fullmatch=True),
    street=_WORDS,
    city=_WORDS,
    country=st.sampled_from(["", "RO", "DE"]),
    email=_WORDS,
    language=st.sampled_from(["", "ro", "it"]),
    vat_payer=st.sampled_from([None, True, False]),
)


@st.composite
def schema_orders(draw: DrawFn, number: str = "") -> schema.Order:
    """Any order that a file may tell, with a positive total."""
    placed_at = draw(_MOMENTS)
    lines = draw(st.lists(_lines(), min_size=1, max_size=4))
    refunded = draw(_decimal("0", "9"))
    refunds = schema.Refund(
        refund="R-1",
        refunded_at=placed_at + timedelta(hours=1),
        lines=(schema.RefundLine(line="1", quantity=Decimal(1), amount=refunded),),
        adjustment=draw(_decimal("0", "5")),
    )
    return schema.Order(
        number=number or draw(_CODES),
        placed_at=placed_at,
        changed_at=draw(st.sampled_from([None, placed_at + timedelta(days=1)])),
        state=draw(st.sampled_from(OrderState)),
        currency=draw(st.sampled_from(["RON", "EUR"])),
        prices_include_vat=draw(st.sampled_from([None, True, False])),
        total=draw(_decimal("0", "99999")),
        buyer=draw(_BUYERS),
        ship_to=draw(st.none() | _PLACES),
        lines=tuple(lines),
        shipping=schema.Shipping(amount=draw(st.none() | _decimal("0", "99")), vat=Decimal(21)),
        payment=schema.Payment(method=draw(_CODES), paid=draw(_decimal("0", "999"))),
        refunds=draw(st.sampled_from([(), (refunds,)])),
        elsewhere=draw(st.none() | st.builds(schema.Elsewhere, number=_CODES, series=_CODES)),
        invoice_asked=draw(st.sampled_from([None, True, False])),
        note=draw(_WORDS),
        status=draw(_WORDS),
    )
