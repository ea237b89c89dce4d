"""Settings are data: they round-trip, they describe themselves, and their defaults issue an ordinary order."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from tests.drafting.sale import drafted, line, order, shipping

from facturier.drafting.choices import (
    BuyerType,
    DateBasis,
    QuantitySource,
    RateSource,
    RuleAction,
    ShippingVat,
    UnitSource,
)
from facturier.drafting.rules import Rule
from facturier.drafting.settings import PaymentMap, RouteSettings, Selection, WriteBackSettings
from facturier.drafting.vat_rules import VatRule
from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.message import Message
from facturier.ports.connector import describe

FULL = RouteSettings(
    kind=DocumentKind.PROFORMA,
    series="FCT",
    quantity=QuantitySource.SHIPPED,
    unit_source=UnitSource.SHOP,
    document_currency="EUR",
    rate_source=RateSource.ECB,
    payments=(PaymentMap("cashondelivery", title="Ramburs", type="Ramburs", due_days=7),),
    issue_date=DateBasis.PAID,
    vat_rules=(
        VatRule(percent=Decimal("5.5"), kind=LineKind.DEPOSIT, category=VatCategory.EXEMPT, reason="SGR"),
    ),
    shipping_vat=ShippingVat.HOLD,
    largest_gap=Decimal("0.02"),
    selection=Selection(only_paid=True, statuses=("processing",), from_date=date(2026, 1, 1)),
    rules=(
        Rule(name="Italia", country="IT", buyer=BuyerType.COMPANY, vat=(VatRule(country="EU"),)),
        Rule(source="pos", action=RuleAction.DO_NOT_PASS),
    ),
    write_back=WriteBackSettings(comment="%(series)s %(number)s", status="invoiced", notify=True),
)


@pytest.mark.parametrize("settings", [RouteSettings(), FULL])
def test_json_round_trip(settings: RouteSettings) -> None:
    stored = msgspec.json.encode(settings)
    assert msgspec.json.decode(stored, type=RouteSettings) == settings


def test_defaults_take_no_room() -> None:
    assert msgspec.json.encode(RouteSettings()) == b"{}"


def test_typed_in_values_are_converted() -> None:
    typed = {"due_days": "14", "largest_gap": "0.03", "selection": {"only_paid": "true"}}
    settings = msgspec.convert(typed, RouteSettings, strict=False)
    assert (settings.due_days, settings.largest_gap, settings.selection.only_paid) == (
        14,
        Decimal("0.03"),
        True,
    )


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="quantity"):
        msgspec.convert({"quantity": "guessed"}, RouteSettings, strict=False)


@pytest.mark.parametrize("settings", [RouteSettings, Selection, PaymentMap, WriteBackSettings, Rule, VatRule])
def test_every_field_has_a_label(settings: type[msgspec.Struct]) -> None:
    for field in describe(settings):
        assert field.label != Message(field.name), field.name
        assert field.label.render()
        assert "%%" not in field.help.render()


def test_choices_come_from_lists_that_an_account_offers() -> None:
    chosen = {field.name: field.choices for field in describe(RouteSettings) if field.choices}
    assert chosen == {
        "series": "series",
        "order_series": "series",
        "unit": "units",
        "warehouse": "warehouses",
    }


def test_defaults_issue_an_ordinary_order() -> None:
    draft = drafted(order(line(), shipping()))
    assert (draft.kind, draft.series, draft.currency) == (DocumentKind.INVOICE, "FCT", "RON")
    assert draft.totals.payable == Decimal("140.99")
    assert (draft.save_client, draft.use_stock, draft.prepare_only) == (False, False, False)
