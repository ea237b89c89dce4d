"""Cures: what people corrected is applied at every poll, and nothing else is touched."""

from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import FIRM, PERSON, codes, decided, drafted, line, order, shipping

from facturier.drafting import cures
from facturier.drafting.decision import Outcome
from facturier.model.finding import Severity
from facturier.model.kinds import LineKind
from facturier.model.order import Payment
from facturier.model.party import Address

SALE = order(line("71"), shipping(), ship_to=PERSON.address)


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("currency", "EUR", lambda sale: sale.currency),
        ("store_view", "ro", lambda sale: sale.store_view),
        ("buyer.name", "Ana Pop", lambda sale: sale.buyer.name),
        ("buyer.tax_id", " RO14399840 ", lambda sale: sale.buyer.tax_id.rjust(11).ljust(12)),
        ("buyer.address.subdivision", "RO-CJ", lambda sale: sale.buyer.address.subdivision),
        ("ship_to.city", "Turda", lambda sale: sale.ship_to.city),
        ("payment.method", "card", lambda sale: sale.payment.method),
        ("lines.71.name", "Ceas", lambda sale: sale.lines[0].name),
        ("lines.shipping.kind", "fee", lambda sale: sale.lines[1].kind.value),
        ("lines.71.unit", "set", lambda sale: sale.lines[0].unit),
    ],
)
def test_a_value_reaches_its_field(path: str, value: str, read: object) -> None:
    cured = cures.apply(SALE, {path: value})
    assert read(cured.order).strip() == value.strip()  # type: ignore[operator]
    assert cured.findings == ()
    assert cured.order.payable == SALE.payable


def test_typed_values() -> None:
    cured = cures.apply(SALE, {"buyer.company": "true", "invoice_asked": "false"}).order
    assert cured.buyer.company is True
    assert cured.invoice_asked is False


def test_a_delivery_address_can_be_begun() -> None:
    assert cures.apply(order(), {"ship_to.country": "RO"}).order.ship_to == Address(country="RO")


def test_a_cured_rate_keeps_the_price() -> None:
    cured = cures.apply(SALE, {"lines.71.vat_percent": "11"}).order.lines[0]
    assert (cured.gross, cured.tax, cured.vat_percent) == (Decimal("121.00"), Decimal("11.99"), Decimal(11))


def test_line_ids_may_hold_dots() -> None:
    sale = order(line("71.fpt.1"))
    assert cures.apply(sale, {"lines.71.fpt.1.name": "Taxă"}).order.lines[0].name == "Taxă"


@pytest.mark.parametrize(
    "path",
    ["payable", "lines.71.gross", "lines.99.name", "buyer.shoe_size", "buyer.address.moon", "nonsense"],
)
def test_a_path_that_leads_nowhere_warns_and_changes_nothing(path: str) -> None:
    cured = cures.apply(SALE, {path: "1"})
    assert cured.order == SALE
    assert [(one.severity, one.code, one.field) for one in cured.findings] == [
        (Severity.WARN, "CURE-PATH", path)
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [("lines.71.vat_percent", "twenty"), ("lines.71.kind", "gadget"), ("buyer.company", "maybe")],
)
def test_a_value_that_does_not_fit_holds(path: str, value: str) -> None:
    decision = decided(SALE, cures={path: value})
    assert decision.outcome is Outcome.HELD
    assert "CURE-VALUE" in codes(decision)


def test_a_proposed_cure_clears_its_own_finding() -> None:
    """Whatever a held order proposes can be given back as it is."""
    sale = order(line("71", name=""), line("72", kind=LineKind.UNKNOWN), buyer=replace(FIRM, name=""))
    held = decided(sale)
    assert held.outcome is Outcome.HELD
    proposals = {one.cure.field: one.cure.value for one in held.findings if one.cure is not None}
    assert proposals["lines.71.name"] == "SKU-71"
    answers = {**proposals, "lines.72.kind": "goods", "buyer.name": "Exemplu Test SRL"}
    assert drafted(sale, cures=answers).lines[0].name == "SKU-71"


def test_a_cure_survives_an_edit_of_the_order() -> None:
    nameless = order(line("71", name=""))
    edited = order(line("71", name=""), line("72"))
    for sale in (nameless, edited):
        assert drafted(sale, cures={"lines.71.name": "Ceas"}).lines[0].name == "Ceas"


def test_a_cure_can_change_which_rule_matches() -> None:
    assert cures.apply(order(payment=Payment("cod")), {"source": "emag"}).order.source == "emag"
