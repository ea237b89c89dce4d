"""Route settings by path: what can be said, and what is answered to what cannot."""

from decimal import Decimal

import pytest

from facturier.cli.exits import Stop
from facturier.cli.paths import assigned
from facturier.drafting.choices import QuantitySource
from facturier.drafting.offered import strangers
from facturier.drafting.settings import PaymentMap, RouteSettings
from facturier.model.kinds import DocumentKind, VatCategory
from facturier.ports.offers import Offers, SeriesOffer

PLAIN = RouteSettings()


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("series", "FCT", lambda s: s.series == "FCT"),
        ("kind", "proforma", lambda s: s.kind is DocumentKind.PROFORMA),
        ("quantity", "shipped", lambda s: s.quantity is QuantitySource.SHIPPED),
        ("selection.only_paid", "yes", lambda s: s.selection.only_paid is True),
        ("selection.only_paid", "false", lambda s: s.selection.only_paid is False),
        (
            "selection.statuses",
            "processing, complete",
            lambda s: s.selection.statuses == ("processing", "complete"),
        ),
        ("selection.statuses", "", lambda s: s.selection.statuses == ()),
        ("selection.from_date", "2026-01-31", lambda s: str(s.selection.from_date) == "2026-01-31"),
        ("due_days", "14", lambda s: s.due_days == 14),
        ("due_days", "", lambda s: s.due_days is None),
        ("largest_gap", "0.10", lambda s: s.largest_gap == Decimal("0.10")),
        ("payments.0.method", "checkmo", lambda s: s.payments == (PaymentMap("checkmo"),)),
        (
            "payments",
            '[{"method":"a"},{"method":"b"}]',
            lambda s: [p.method for p in s.payments] == ["a", "b"],
        ),
        (
            "vat_rules",
            '[{"percent":"0","category":"E"}]',
            lambda s: s.vat_rules[0].category is VatCategory.EXEMPT,
        ),
        ("write_back.comment", "", lambda s: s.write_back.comment == ""),
    ],
)
def test_a_value_finds_its_place(path: str, text: str, found: object) -> None:
    assert found(assigned(PLAIN, path, text))  # type: ignore[operator]


def test_what_was_set_before_stays() -> None:
    settings = assigned(assigned(PLAIN, "payments.0.method", "a"), "payments.0.title", "Card")
    settings = assigned(settings, "payments.1.method", "b")
    assert settings.payments == (PaymentMap("a", title="Card"), PaymentMap("b"))


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("serie", "FCT", "There is no setting serie. Known here: kind, series"),
        ("selection.paid", "yes", "Known here: only_paid"),
        ("series.name", "x", "There is no setting series.name"),
        ("kind", "bill", "kind cannot be “bill”. invoice/proforma"),
        ("selection.only_paid", "perhaps", "yes/no"),
        ("due_days", "soon", "0, 1, 2"),
        ("selection.from_date", "31.01.2026", "YYYY-MM-DD"),
        ("payments", "card", "write them as JSON"),
        ("payments.3.method", "card", "3 is no row"),
        ("payments.first.method", "card", "first is no row"),
    ],
)
def test_what_cannot_be_is_answered_with_what_can(path: str, text: str, said: str) -> None:
    with pytest.raises(Stop) as stop:
        assigned(PLAIN, path, text)
    assert said in stop.value.message.render()


def test_only_what_the_account_offers_is_chosen() -> None:
    offers = Offers(series=(SeriesOffer("FCT", None),), payment_types=("Card",))
    settings = RouteSettings(
        series="NOPE", payments=(PaymentMap("a", type="Card"), PaymentMap("b", type="Cash"))
    )
    assert list(strangers(settings, offers)) == [
        ("series", "NOPE", ("FCT",)),
        ("payments.1.type", "Cash", ("Card",)),
    ]


def test_a_list_that_the_account_does_not_tell_refuses_nothing() -> None:
    assert not list(strangers(RouteSettings(series="FCT", unit="buc"), Offers()))
