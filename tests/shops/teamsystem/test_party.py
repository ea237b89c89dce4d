"""Buyers, countries by number, and fields that the vendor's documents do not name."""

from typing import Any

import pytest
from tests.shops.teamsystem.support import ITALY, Desk, heard, mapped, order

from facturier.model.order import Order
from facturier.shops.teamsystem import countries
from facturier.shops.teamsystem.sandbox import people


def billed(
    answers: dict[str, Any] | None = None, values: dict[str, Any] | None = None, **parts: Any
) -> Order:
    payload = order()
    payload["billing"] = {**payload["billing"], **parts}
    return mapped(payload, answers, **(values or {}))


class TestBuyer:
    def test_a_vat_number_makes_a_company(self) -> None:
        buyer = billed().buyer
        assert (buyer.company, buyer.tax_id, buyer.name) == (True, "IT04214670269", "Esempio Srl")

    def test_a_codice_fiscale_is_a_persons(self) -> None:
        buyer = billed(vat="rssmra80a01h501u").buyer
        assert (buyer.company, buyer.tax_id, buyer.personal_id) == (False, "", "RSSMRA80A01H501U")

    @pytest.mark.parametrize("vat", [None, "", " - ", "nessuno"[:0]])
    def test_no_number_makes_a_person(self, vat: str | None) -> None:
        buyer = billed(vat=vat).buyer
        assert (buyer.company, buyer.tax_id, buyer.personal_id) == (False, "", "")

    def test_fields_of_the_shop(self) -> None:
        buyer = billed(pec="a@pec.test", sdi="abc1234", fiscal_code="rssmra80a01h501u", vat="").buyer
        assert (buyer.pec, buyer.recipient_code) == ("a@pec.test", "ABC1234")
        assert buyer.personal_id == "RSSMRA80A01H501U"

    def test_a_mapped_field_may_say_that_it_is_a_company(self) -> None:
        buyer = billed({}, {"fields": "company = billing.firm"}, firm="yes", vat="").buyer
        assert buyer.company

    def test_the_account_is_read_only_where_a_path_asks_for_it(self) -> None:
        asked = {"/clients/client.json": {"code": "RSSMRA80A01H501U", "email": "ufficio@esempio.test"}}
        assert billed(asked).buyer.personal_id == ""
        found = billed(asked, {"fields": "personal_id = customer.code"})
        assert found.buyer.personal_id == "RSSMRA80A01H501U"

    def test_a_guest_has_no_account(self) -> None:
        desk = Desk({"fields": "shipping = cart.shippin*\nregistration = customer.phone"})
        assert desk.order(desk.place(buyer=people.guest())).buyer.registration == ""
        assert desk.order(desk.place(buyer=people.firm())).buyer.registration == "+39 011 555 0100"


class TestPlaces:
    def test_a_province_by_number_is_what_the_settings_say(self) -> None:
        assert billed().buyer.address.subdivision == ""
        assert billed({}, {"provinces": "13637 = it-to"}).buyer.address.subdivision == "IT-TO"

    def test_a_province_in_words_stays(self) -> None:
        assert billed(state="Torino").buyer.address.region == "Torino"
        assert billed(state="13637").buyer.address.region == ""

    def test_an_unknown_country_is_left_open(self) -> None:
        assert billed(country="9999").buyer.address.country == ""

    def test_the_settings_explain_what_the_list_does_not(self) -> None:
        assert billed({}, {"countries": "9999 = sm"}, country="9999").buyer.address.country == "SM"

    def test_a_country_may_be_told_as_a_number_or_a_code(self) -> None:
        assert billed(country=119).buyer.address.country == "IT"
        assert billed(country="de").buyer.address.country == "DE"


class TestCountries:
    @pytest.mark.parametrize(
        "told",
        [
            [ITALY],
            [{"uid": 119, "name": "Italy"}],
            [{"id": "119", "title": "???", "iso": "it"}],
            {"119": "ITALIA"},
            {"119": {"code": "IT", "name": "Italia"}},
        ],
    )
    def test_whatever_shape_tells_it(self, told: Any) -> None:
        assert countries.table(told) == {"119": "IT"}

    @pytest.mark.parametrize(
        "told", [[{"uid": "119", "name": "Italia", "code": "DE"}], [{"uid": "119"}], ["Italia"], {}]
    )
    def test_what_contradicts_itself_or_tells_nothing_is_unknown(self, told: Any) -> None:
        assert countries.table(told) == {}


class TestOrder:
    @pytest.mark.parametrize(
        ("status", "state", "paid"), [(0, "open", 0), (1, "open", 1), (5, "complete", 1), (6, "cancelled", 0)]
    )
    def test_statuses(self, status: int, state: str, paid: int) -> None:
        found = mapped({**order(), "status": status})
        assert (found.state, found.status) == (state, str(status))
        assert found.payment.paid == found.payable * paid

    def test_an_unknown_status_holds(self) -> None:
        assert mapped({**order(), "status": 42}).state == "held"

    def test_a_shop_may_give_statuses_another_meaning(self) -> None:
        found = mapped({**order(), "status": 42}, statuses="42 = open, paid")
        assert (found.state, found.payment.paid) == ("open", found.payable)

    def test_dates_have_a_zone(self) -> None:
        assert mapped(order()).placed_at.isoformat() == "2015-12-17T17:19:54+00:00"

    def test_the_number_that_people_use(self) -> None:
        payload = {**order(), "short_id": "1001"}
        assert mapped(payload).number == "132_56695c3c0a3be"
        assert mapped(payload, number_field="short_id").number == "1001"
        without = heard(order(), number_field="short_id")
        assert (without.order, without.number) == (None, "132_56695c3c0a3be")

    def test_payment_currency_and_note(self) -> None:
        found = mapped({**order(), "payment": {"name": "PayPal"}, "currency": "chf", "note": "Citofono B"})
        assert (found.payment.method, found.currency, found.note) == ("PayPal", "CHF", "Citofono B")
        assert mapped(order()).currency == "EUR"

    def test_a_currency_that_is_none_is_not_used(self) -> None:
        assert "€" in heard({**order(), "currency": "€"}).trouble

    def test_another_order_than_was_asked_for_is_not_used(self) -> None:
        assert "another order" in heard({**order(), "orderID": "132_other"}).trouble
