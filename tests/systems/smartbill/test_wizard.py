"""What the account offers, and the connection test."""

from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.desk import LOGIN, Desk, html, series, shape_a, shape_c

from facturier.model.kinds import DocumentKind
from facturier.ports.connector import describe
from facturier.ports.offers import Offers, SeriesOffer, VatOffer
from facturier.systems.smartbill import CONNECTOR

TAXES = {"errorText": "", "taxes": [{"name": "Normala", "percentage": 21}, {"name": "SDD", "percentage": 0}]}
SERIES = (("FCT", 8, "f"), ("PF", "0003", "p"), ("CH", 1, "c"), ("Z", 1, "z"))
NO_VAT = shape_a(400, "Firma este neplatitoare de tva.")


def account() -> Desk:
    desk = Desk().says(
        "GET /series", series(("FCT", 8, "f"), ("PF", "0003", "p"), ("CH", 1, "c"), ("Z", 1, "z"))
    )
    desk.says("GET /tax", TAXES)
    desk.says("GET /company/mu", {"mu": ["buc", "kg"]})
    return desk.says("GET /company/warehouses", {"warehouses": ["Magazin"]})


def test_everything_that_can_be_chosen_is_read() -> None:
    offers = account().system.offers()
    assert offers == Offers(
        series=(
            SeriesOffer("FCT", DocumentKind.INVOICE, "8"),
            SeriesOffer("PF", DocumentKind.PROFORMA, "0003"),
            SeriesOffer("CH", DocumentKind.RECEIPT, "1"),
            SeriesOffer("Z", None, "1"),
        ),
        vat=(VatOffer("Normala", Decimal(21)), VatOffer("SDD", Decimal(0))),
        units=("buc", "kg"),
        warehouses=("Magazin",),
        payment_types=offers.payment_types,
        vat_payer=True,
    )
    assert "Card online" in offers.payment_types


@pytest.mark.parametrize("status", [200, 400])
def test_a_company_without_vat_is_no_error(status: int) -> None:
    desk = account().says("GET /tax", shape_a(status, "Firma este neplatitoare de tva."))
    offers = desk.system.offers()
    assert (offers.vat, offers.vat_payer) == ((), False)


@pytest.mark.parametrize("answer", [html(404), shape_a(403, "Nu aveti dreptul"), shape_a(200, "Altceva")])
def test_lists_known_from_the_plug_in_only_may_be_missing(answer: httpx.Response) -> None:
    desk = account().says("GET /company/mu", answer).says("GET /company/warehouses", answer)
    offers = desk.system.offers()
    assert (offers.units, offers.warehouses) == ((), ())


def test_a_good_connection_is_good_in_every_line() -> None:
    checks = account().system.check()
    assert all(check.ok for check in checks)
    assert {str(check.what): str(check.detail) for check in checks} == {
        "E-mail and token": "",
        "Company": "RO12345678",
        "Subscription includes the API": "",
        "Series": "FCT, PF, CH, Z",
        "VAT rates": "Normala 21 %, SDD 0 %",
        "Units": "buc, kg",
        "Warehouses": "Magazin",
    }


def test_a_wrong_token_costs_one_call() -> None:
    desk = account().says("GET /series", shape_c("Autentificare esuata. Va rugam verificati datele."))
    (check,) = desk.system.check()
    assert (str(check.what), check.ok) == ("E-mail and token", False)
    assert "password" in str(check.detail)
    assert desk.doors == ["GET /series"]


def test_a_wrong_company_is_not_called_a_wrong_token() -> None:
    text = "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."
    checks = account().says("GET /series", shape_c(text)).system.check()
    assert [(str(check.what), check.ok) for check in checks] == [
        ("E-mail and token", True),
        ("Company", False),
    ]


def test_a_subscription_without_the_api_is_named() -> None:
    desk = account().says("GET /series", shape_a(403, "Abonamentul nu permite accesul prin API."))
    (check,) = desk.system.check()
    assert (str(check.what), check.ok) == ("Access", False)
    assert "subscription" in str(check.detail)


def test_a_silent_server_is_named() -> None:
    (check,) = account().says("GET /series", html(502)).system.check()
    assert (str(check.what), check.ok) == ("SmartBill answers", False)


def test_one_failing_list_does_not_hide_the_others() -> None:
    desk = account().says("GET /tax", html(502)).says("GET /series", series())
    checks = {str(check.what): check for check in desk.system.check()}
    assert not checks["VAT rates"].ok
    assert not checks["Series"].ok
    assert "Create a series" in str(checks["Series"].detail)
    assert checks["Units"].ok


def test_no_vat_and_nothing_to_choose_are_said() -> None:
    desk = account().says("GET /tax", NO_VAT).says("GET /company/mu", html(404))
    desk.says("GET /company/warehouses", {"warehouses": []})
    details = {str(check.what): str(check.detail) for check in desk.system.check()}
    assert details["VAT rates"] == "The company pays no VAT."
    assert details["Units"] == "SmartBill does not tell them."
    assert details["Warehouses"] == "None."


def test_every_setting_is_labelled_and_only_the_token_is_secret() -> None:
    fields = describe(CONNECTOR.settings)
    assert all(field.label.text and field.help.text for field in fields)
    assert {field.name for field in fields if field.required} == set(LOGIN)
    assert CONNECTOR.secrets() == {"token"}
    assert {field.choices for field in fields} <= {"", "series", "units", "warehouses"}


def test_capabilities_follow_the_sheet() -> None:
    capabilities = Desk(price_decimals=4).system.capabilities
    assert capabilities.arithmetic.price_decimals == 4
    assert capabilities.arithmetic.proved is False
    assert capabilities.lease > capabilities.deadline
    assert capabilities.limit is not None
    assert capabilities.limit.calls == 30
    assert DocumentKind.RECEIPT not in capabilities.kinds
    assert {"RON", "EUR", "ZAR"} < capabilities.currencies
    assert len(capabilities.currencies) == 31
