"""Currency, exchange, dates and payment of a draft."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.drafting.sale import COMPANY, OFFERS, TODAY, codes, decided, drafted, line, order, pieces

from facturier.drafting.choices import DateBasis, QuantitySource, RateDay, RateSource
from facturier.drafting.context import ExchangeRate
from facturier.drafting.decision import Outcome
from facturier.drafting.exchange import OLDEST, source_of
from facturier.drafting.payment import Asked, arrived
from facturier.drafting.settings import PaymentMap, RouteSettings
from facturier.model.draft import Exchange, PaymentLine
from facturier.model.money import rounded
from facturier.model.order import Order, Payment
from facturier.ports.offers import Offers

YESTERDAY = TODAY - timedelta(days=1)


def bnr(base: str, rate: str, day: date = YESTERDAY) -> ExchangeRate:
    return ExchangeRate("BNR", base, "RON", Decimal(rate), day)


EURO, DOLLAR = bnr("EUR", "5.0900"), bnr("USD", "4.4000")
IN_EURO = order(line(gross="121.00"), currency="EUR")


def test_no_exchange_where_all_is_in_the_companys_currency() -> None:
    draft = drafted(order())
    assert (draft.currency, draft.exchange, draft.shop_exchange) == ("RON", None, None)


def test_a_foreign_document_shows_the_rate_for_its_vat() -> None:
    draft = drafted(IN_EURO, rates=(EURO,))
    assert (draft.currency, draft.totals.payable) == ("EUR", Decimal("121.00"))
    assert draft.exchange == Exchange("EUR", "RON", Decimal("5.0900"), "BNR", YESTERDAY)
    assert draft.shop_exchange is None


def test_prices_converted_into_the_documents_currency() -> None:
    settings = RouteSettings(document_currency="RON")
    draft = drafted(IN_EURO, settings, rates=(EURO,))
    assert (draft.currency, draft.totals.payable) == ("RON", Decimal("615.89"))
    assert draft.shop_exchange == Exchange("EUR", "RON", Decimal("5.0900"), "BNR", YESTERDAY)
    assert draft.exchange is None


def test_the_currency_of_prices_may_be_stated_by_the_route() -> None:
    settings = RouteSettings(price_currency="EUR", document_currency="RON")
    assert drafted(order(), settings, rates=(EURO,)).totals.payable == Decimal("615.89")


def test_a_rate_the_other_way_round_is_derived() -> None:
    draft = drafted(order(line(gross="509.00")), RouteSettings(document_currency="EUR"), rates=(EURO,))
    assert draft.shop_exchange is not None
    assert draft.shop_exchange.rate == Decimal("0.1964636542")
    assert draft.totals.payable == Decimal("100.00")


def test_a_rate_through_the_banks_own_currency() -> None:
    settings = RouteSettings(document_currency="USD")
    draft = drafted(IN_EURO, settings, rates=(EURO, DOLLAR))
    assert draft.shop_exchange is not None
    assert draft.shop_exchange.rate == Decimal("1.1568181818")
    assert draft.totals.payable == Decimal("139.97")
    assert draft.exchange == Exchange("USD", "RON", Decimal("4.4000"), "BNR", YESTERDAY)


@pytest.mark.parametrize(
    ("basis", "day"),
    [
        (RateDay.ORDERED, date(2026, 11, 18)),
        (RateDay.ISSUE, TODAY),
        (RateDay.BEFORE_ISSUE, YESTERDAY),
        (RateDay.TAX_POINT, TODAY),
    ],
)
def test_the_last_rate_on_or_before_the_chosen_day(basis: RateDay, day: date) -> None:
    published = tuple(
        bnr("EUR", f"5.{when.day:02}00", when) for when in (date(2026, 11, 18), YESTERDAY, TODAY)
    )
    draft = drafted(IN_EURO, RouteSettings(rate_day=basis), rates=published)
    assert draft.exchange is not None
    assert draft.exchange.day == day


@pytest.mark.parametrize("rates", [(), (DOLLAR,), (bnr("EUR", "5.09", TODAY - OLDEST - timedelta(days=1)),)])
def test_a_missing_rate_holds(rates: tuple[ExchangeRate, ...]) -> None:
    decision = decided(IN_EURO, rates=rates)
    assert decision.outcome is Outcome.HELD
    assert codes(decision) == ["RATE-MISSING"]


def test_tomorrows_rate_is_not_used() -> None:
    assert codes(decided(IN_EURO, rates=(bnr("EUR", "5.09", TODAY + timedelta(days=1)),))) == ["RATE-MISSING"]


@pytest.mark.parametrize(("country", "source"), [("RO", "BNR"), ("PL", "NBP"), ("IT", "ECB"), ("DE", "ECB")])
def test_the_central_bank_of_the_company(country: str, source: str) -> None:
    assert source_of(RateSource.CENTRAL, replace(COMPANY, country=country)) == source
    assert source_of(RateSource.ORDER, replace(COMPANY, country=country)) is RateSource.ORDER


def test_the_orders_own_rate() -> None:
    sale = order(line(gross="121.00"), currency="EUR", base_currency="RON", base_rate=Decimal("0.2"))
    settings = RouteSettings(rate_source=RateSource.ORDER, document_currency="RON")
    draft = drafted(sale, settings)
    assert draft.shop_exchange == Exchange("EUR", "RON", Decimal(5), "order")
    assert draft.totals.payable == Decimal("605.00")
    assert codes(decided(replace(sale, base_rate=None), settings)) == ["RATE-MISSING"]


def test_the_systems_own_rate_is_for_showing_only() -> None:
    settings = RouteSettings(rate_source=RateSource.SYSTEM)
    assert drafted(IN_EURO, settings).exchange == Exchange("EUR", "RON", None, "system")
    assert codes(decided(IN_EURO, replace(settings, document_currency="RON"))) == ["RATE-MISSING"]


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=12),
    st.decimals("0.01", "9.9999", places=4),
)
def test_conversion_is_exact_on_the_total(cents: list[int], rate: Decimal) -> None:
    sale = order(
        *(line(str(place), str(Decimal(one) / 100)) for place, one in enumerate(cents)), currency="EUR"
    )
    decision = decided(sale, RouteSettings(document_currency="RON"), rates=(bnr("EUR", str(rate)),))
    payable = rounded(sale.payable * rate)
    if payable:
        assert decision.draft is not None, codes(decision)
        assert decision.draft.totals.payable == payable


@pytest.mark.parametrize(
    ("settings", "issue", "tax_point", "due"),
    [
        (RouteSettings(), None, None, None),
        (RouteSettings(due_days=14), None, None, None),
        (
            RouteSettings(issue_date=DateBasis.ORDERED, due_days=14),
            date(2026, 11, 18),
            None,
            date(2026, 12, 2),
        ),
        (
            RouteSettings(issue_date=DateBasis.ORDERED, tax_point=DateBasis.PAID),
            date(2026, 11, 18),
            YESTERDAY,
            None,
        ),
        (RouteSettings(issue_date=DateBasis.PAID), YESTERDAY, None, None),
    ],
)
def test_dates(settings: RouteSettings, issue: date | None, tax_point: date | None, due: date | None) -> None:
    """A paid moment of 22:30 UTC on the 18th is the 19th in Bucharest."""
    payment = Payment("card", paid=Decimal("121.00"), paid_at=datetime(2026, 11, 18, 22, 30, tzinfo=UTC))
    draft = drafted(order(payment=payment), settings)
    assert (draft.issue_date, draft.tax_point, draft.due_date) == (issue, tax_point, due)
    assert draft.due_days == settings.due_days


def paid(amount: str = "121.00", **changes: Any) -> Order:
    payment = Payment("card", "Card bancar", Decimal(amount), datetime(2026, 11, 19, 10, tzinfo=UTC))
    return order(payment=replace(payment, **changes))


WHOLE = Asked(Decimal("121.00"), Decimal(1))
CARD = PaymentMap(
    "card", title="Card", type="Card online", record=True, account="Bancă", series="CH", due_days=0
)


class TestPayment:
    def test_a_mapped_payment_is_recorded_with_the_document(self) -> None:
        draft = drafted(paid(), RouteSettings(payments=(CARD,), due_days=30))
        assert draft.payment == PaymentLine("Card online", Decimal("121.00"), YESTERDAY, "Bancă", "CH")
        assert (draft.payment_method, draft.due_days, draft.paid) == ("Card", 0, Decimal("121.00"))

    def test_an_unmapped_method_keeps_the_shops_words(self) -> None:
        draft = drafted(paid(), RouteSettings(due_days=30))
        assert (draft.payment, draft.payment_method, draft.due_days) == (None, "Card bancar", 30)

    def test_a_part_of_the_money_is_shown_but_not_recorded(self) -> None:
        draft = drafted(paid("21.00"), RouteSettings(payments=(CARD,)))
        assert (draft.payment, draft.paid) == (None, Decimal("21.00"))

    @pytest.mark.parametrize("kind", ["Cec", ""])
    def test_a_type_that_the_system_lacks_holds(self, kind: str) -> None:
        decision = decided(paid(), RouteSettings(payments=(replace(CARD, type=kind),)))
        assert codes(decision) == ["PAYMENT-TYPE"]

    @pytest.mark.parametrize("account", ["Cassa", ""])
    def test_an_account_that_the_system_lacks_holds(self, account: str) -> None:
        """Only where it offers some: most systems keep none apart."""
        offers = replace(OFFERS, accounts=("Bancă", "PayPal"))
        settings = RouteSettings(payments=(replace(CARD, account=account),))
        assert codes(decided(paid(), settings, offers=offers)) == ["PAYMENT-ACCOUNT"]
        assert codes(decided(paid(), RouteSettings(payments=(CARD,)), offers=offers)) == []
        assert codes(decided(paid(), settings)) == []

    def test_what_is_paid_afterwards_needs_its_account_too(self) -> None:
        route = RouteSettings(payments=(CARD,))
        bank = Offers(payment_types=("Card online",), accounts=("Bancă",))
        late = arrived(paid(), WHOLE, route, bank, "Europe/Bucharest")
        assert late is not None
        assert late.account == "Bancă"
        elsewhere = Offers(accounts=("PayPal",))
        assert not arrived(paid(), WHOLE, route, elsewhere, "Europe/Bucharest")

    def test_an_earlier_part_is_covered_first(self) -> None:
        settings = RouteSettings(quantity=QuantitySource.SHIPPED, payments=(CARD,))
        sale = order(
            line(gross="40.00", quantity=pieces("4", shipped="1")), payment=Payment("card", paid=Decimal(25))
        )
        first = decided(sale, settings)
        assert first.draft is not None
        assert first.draft.paid == Decimal("10.00")
        rest = replace(sale, lines=(replace(sale.lines[0], quantity=pieces("4", shipped="4")),))
        second = decided(rest, settings, claimed=first.takes)
        assert second.draft is not None
        assert (second.draft.paid, second.draft.payment) == (Decimal("15.00"), None)


class TestMentions:
    def test_places_are_filled(self) -> None:
        settings = RouteSettings(mentions="Comanda %(order)s din %(date)s, %(payment)s. %(coupon)s")
        assert drafted(paid(), settings).mentions == "Comanda 000000041 din 2026-11-18, Card bancar."

    def test_percent_signs_are_only_signs(self) -> None:
        assert (
            drafted(order(), RouteSettings(mentions="Reducere 10% (100 %)")).mentions
            == "Reducere 10% (100 %)"
        )

    def test_what_a_buyer_writes_is_never_a_template(self) -> None:
        draft = drafted(order(note="%(order)s"), RouteSettings(observations="%(note)s"))
        assert draft.observations == "%(order)s"

    def test_an_unknown_place_holds(self) -> None:
        decision = decided(order(), RouteSettings(mentions="%(oder)s"))
        assert [(one.code, one.field) for one in decision.findings] == [("TEMPLATE", "mentions")]
