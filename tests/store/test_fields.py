"""Columns that hold values of the model, and columns that hold secrets."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pytest_django.fixtures import Settings
from tests.support.world import demo_company, order

from facturier.drafting.context import ClaimedLine
from facturier.drafting.settings import RouteSettings, Selection
from facturier.model.document import Statement
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import Payment, Refund, RefundLine
from facturier.ports.errors import Misconfigured
from facturier.ports.exchange import HttpExchange
from facturier.ports.offers import Offers, VatOffer
from facturier.ports.system import Candidate, Position
from facturier.store import secrets
from facturier.store.fields import ValueField
from facturier.store.models import Connection, Document, Order, Organisation, Route

MOMENT = datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=UTC)
EXACT = ["0.10", "0.1000000", "-0.00", "1234567890123456789.0123456789", "1E+3", "0"]
VALUES: list[tuple[Any, Any]] = [
    (OrderFacts, order("1001", payment=Payment(method="cod", paid=Decimal("1.10"), paid_at=MOMENT))),
    (
        OrderFacts,
        order(
            "1002",
            refunds=(Refund("7", MOMENT, Decimal("1.00"), (RefundLine("1", Decimal(1), Decimal("1.00")),)),),
        ),
    ),
    (
        RouteSettings,
        RouteSettings(largest_gap=Decimal("0.10"), selection=Selection(from_date=date(2026, 1, 31))),
    ),
    (type(demo_company()), demo_company()),
    (Message, say("%(a)s „ș”", a="50 %")),
    (
        tuple[Finding, ...],
        (Finding(Severity.HOLD, "RO-COUNTY", "buyer", say("Which?"), Cure("a.b", "RO-CJ")),),
    ),
    (tuple[ClaimedLine, ...], (ClaimedLine("1", Decimal("0.5"), Decimal("60.50")),)),
    (Statement, Statement(MOMENT, Decimal("121.00"), Decimal("0.00"), Decimal("121.00"))),
    (Offers, Offers(vat=(VatOffer("Normala", Decimal("21.00")),))),
    (Position, Position("RO1", "FCT", 7, {"last": "6"})),
    (tuple[Candidate, ...], (Candidate("0007", Decimal("12.10")),)),
    (list[HttpExchange], [HttpExchange("GET", "http://x", MOMENT, headers={"a": "b"}, answer='ș\n\t"\\')]),
    (dict[str, object], {"a": 1, "b": [True, None, "x"], "c": {"d": "ș"}}),
]


def stored(field: ValueField, value: Any) -> Any:
    """What comes back from the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [field.get_prep_value(value)])
        return field.from_db_value(cursor.fetchone()[0], None, connection)


@pytest.mark.django_db
@pytest.mark.parametrize(("shape", "value"), VALUES)
def test_every_kind_of_value_comes_back_as_it_was(shape: Any, value: Any) -> None:
    assert stored(ValueField(shape), value) == value


@pytest.mark.django_db
@pytest.mark.parametrize("spelled", EXACT)
def test_decimals_come_back_to_the_last_digit(spelled: str) -> None:
    assert str(stored(ValueField(Decimal), Decimal(spelled))) == spelled
    assert str(stored(ValueField(dict[str, Decimal]), {"a": Decimal(spelled)})["a"]) == spelled


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_is_written_and_read_exactly(amount: Decimal) -> None:
    field = ValueField(Decimal)
    assert str(field.from_db_value(field.get_prep_value(amount), None, None)) == str(amount)


@pytest.mark.django_db
def test_nothing_is_nothing() -> None:
    assert stored(ValueField(Statement), None) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ("\0\0", "\ufffd\ufffd"),
        ("\\u0000", "\\u0000"),
        ("\\\0", "\\\ufffd"),
        ("\\\\u0000\0", "\\\\u0000\ufffd"),
        ("tab\t \x01 \x7f \u2028 😀", "tab\t \x01 \x7f \u2028 😀"),
    ],
)
def test_a_shop_may_send_any_character(text: str, kept: str) -> None:
    """PostgreSQL refuses NUL; an order that could not be stored would be lost without a sound."""
    assert stored(ValueField(dict[str, str]), {"name": text}) == {"name": kept}


@pytest.mark.django_db
def test_rows_hold_the_values_of_their_columns() -> None:
    organisation = Organisation.objects.create(name="Atelier")
    shop = Connection.objects.create(
        organisation=organisation, role="shop", connector="magento", label="Shop", settings={"page_size": 7}
    )
    told = say("%(what)s is missing.", what="100 %")
    row = Order.objects.create(
        organisation=organisation, shop=shop, remote_id="1", heard_at=MOMENT, reason=told
    )
    assert Order.objects.get(pk=row.pk).reason == told
    assert Connection.objects.get(pk=shop.pk).settings == {"page_size": 7}
    assert Connection.objects.get(pk=shop.pk).offers is None


def test_no_column_of_values_is_without_a_shape() -> None:
    for model in (Order, Connection, Document, Route):
        for field in model._meta.get_fields():
            assert not isinstance(field, ValueField) or field.shape is not None


TOKEN = "geheim-001|8a6f"
KeyFile = Callable[..., Path]


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> Iterator[KeyFile]:
    """Puts a key file with these lines in place of the one that was there."""

    def place(*lines: bytes) -> Path:
        path = tmp_path / "secret.key"
        path.write_bytes(b"\n".join(lines))
        secrets._keys.cache_clear()
        settings.FACTURIER_SECRET = path
        return path

    yield place
    secrets._keys.cache_clear()


@pytest.fixture
def locked(db: None, keys: KeyFile) -> tuple[Connection, bytes]:
    """A connection with a secret, and the key that it was locked with."""
    key = Fernet.generate_key()
    keys(key)
    organisation = Organisation.objects.create(name="Atelier")
    return (
        Connection.objects.create(
            organisation=organisation, role="system", connector="x", label="X", secrets={"token": TOKEN}
        ),
        key,
    )


def test_the_plain_secret_is_not_in_the_table(locked: tuple[Connection, bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT store_connection::text, secrets FROM store_connection")
        ((row, column),) = cursor.fetchall()
    assert "geheim" not in row
    assert b"geheim" not in bytes(column)
    assert b"token" not in bytes(column)
    assert "geheim" not in f"{locked[0]!r} {locked[0]}"
    assert Connection.objects.get().secrets == {"token": TOKEN}


def test_the_same_secret_is_never_locked_in_the_same_way(locked: tuple[Connection, bytes]) -> None:
    assert secrets.seal(b"geheim") != secrets.seal(b"geheim")


def test_another_key_file_says_what_to_do(locked: tuple[Connection, bytes], keys: KeyFile) -> None:
    keys(Fernet.generate_key())
    with pytest.raises(Misconfigured, match="Put back the key") as error:
        Connection.objects.get()
    assert "geheim" not in f"{error.value} {error.value.words}"


@pytest.mark.parametrize("lines", [(), (b"",), (b"no key at all",), (b"c2hvcnQ=",)])
def test_a_file_without_a_key_says_so(
    locked: tuple[Connection, bytes], keys: KeyFile, lines: tuple[bytes, ...]
) -> None:
    path = keys(*lines)
    with pytest.raises(Misconfigured, match="no usable key") as error:
        Connection.objects.get()
    assert str(path) in str(error.value)


def test_a_file_that_is_gone_says_so(locked: tuple[Connection, bytes], keys: KeyFile) -> None:
    keys().unlink()
    with pytest.raises(Misconfigured, match="cannot be read"):
        Connection.objects.get()


def test_a_new_key_goes_on_a_line_before_the_old_one(locked: tuple[Connection, bytes], keys: KeyFile) -> None:
    row, old = locked
    new = Fernet.generate_key()
    keys(new, old)
    assert Connection.objects.get().secrets == {"token": TOKEN}
    row.save()
    keys(new)
    assert Connection.objects.get().secrets == {"token": TOKEN}
    keys(old)
    with pytest.raises(Misconfigured):
        Connection.objects.get()


def test_a_key_file_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    secrets.create(path)
    made = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        secrets.create(path)
    assert path.read_bytes() == made


def test_a_value_is_not_changed_by_being_stored() -> None:
    facts = order("1001", buyer=replace(order().buyer, name="Ana\0"))
    ValueField(OrderFacts).get_prep_value(facts)
    assert facts.buyer.name == "Ana\0"
