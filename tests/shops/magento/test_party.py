"""Who buys, and which of the typed-in numbers is what."""

import json
from typing import Any

import pytest
from tests.shops.magento.support import mapped, order, settings

from facturier.model.party import Party
from facturier.shops.magento.payload import Mapper, opened


def billed(country: str = "RO", **changes: Any) -> dict[str, Any]:
    address = {
        "firstname": "Ana",
        "lastname": "Test",
        "city": "",
        "postcode": "",
        "country_id": country,
        **changes,
    }
    return order(billing_address=address)


def buyer(country: str = "RO", /, **changes: Any) -> Party:
    return mapped(billed(country, **changes)).buyer


class TestCompanyOrPerson:
    def test_a_name_alone_is_a_person(self) -> None:
        found = buyer(middlename="Maria")
        assert (found.name, found.company, found.contact) == ("Ana Maria Test", False, "")

    def test_a_company_has_its_name_and_a_contact(self) -> None:
        found = buyer(company="Exemplu SRL", vat_id="RO14399840")
        assert (found.name, found.company, found.contact) == ("Exemplu SRL", True, "Ana Test")
        assert found.tax_id == "RO14399840"

    @pytest.mark.parametrize(
        ("rule", "company", "vat_id", "expected"),
        [
            ("name_or_number", "Exemplu SRL", "", True),
            ("name_or_number", "", "14399840", True),
            ("name_and_number", "Exemplu SRL", "", False),
            ("name_and_number", "Exemplu SRL", "14399840", True),
            ("number", "Exemplu SRL", "", False),
            ("number", "", "14399840", True),
        ],
    )
    def test_the_settings_say_what_makes_a_company(
        self, rule: str, company: str, vat_id: str, expected: bool
    ) -> None:
        found = mapped(billed(company=company, vat_id=vat_id), company_rule=rule).buyer
        assert found.company is expected
        assert found.name == ("Exemplu SRL" if expected and company else "Ana Test")

    @pytest.mark.parametrize("typed", ["-", "N/A", " ", "nu", "."])
    def test_what_people_type_into_a_field_that_insists_is_nothing(self, typed: str) -> None:
        found = buyer(company=typed, vat_id=typed)
        assert (found.company, found.name, found.tax_id) == (False, "Ana Test", "")

    @pytest.mark.parametrize(("flag", "expected"), [(1, True), ("PJ", True), ("0", False), ("fizica", False)])
    def test_a_field_of_the_checkout_decides_where_it_is_mapped(self, flag: Any, expected: bool) -> None:
        document = billed(company="Acasa", extension_attributes={"kind": flag})
        found = mapped(document, extra_fields="company = billing_address.extension_attributes.kind").buyer
        assert found.company is expected


class TestNumbers:
    @pytest.mark.parametrize(
        ("country", "number"),
        [
            ("IT", "DMCGLI85A41L219X"),
            ("IT", "dmc gli 85a41 l219x"),
            ("RO", "1800101221144"),
            ("PL", "44051401359"),
        ],
    )
    def test_numbers_of_persons_are_no_tax_numbers(self, country: str, number: str) -> None:
        found = buyer(country, vat_id=number)
        assert (found.tax_id, found.company) == ("", False)
        assert found.personal_id == number.replace(" ", "").upper()

    @pytest.mark.parametrize(
        ("country", "number"),
        [
            ("IT", "IT01234567897"),
            ("IT", "01234567897"),
            ("RO", "14399840"),
            ("PL", "526-030-02-91"),
            ("DE", "DE1"),
        ],
    )
    def test_tax_numbers_stay_as_given(self, country: str, number: str) -> None:
        found = buyer(country, vat_id=number)
        assert (found.tax_id, found.personal_id, found.company) == (number, "", True)

    def test_an_italian_trader_may_have_a_company_name_and_a_codice_fiscale(self) -> None:
        found = buyer("IT", company="Ditta D'Amico", vat_id="DMCGLI85A41L219X")
        assert (found.company, found.tax_id, found.personal_id) == (True, "", "DMCGLI85A41L219X")

    def test_the_number_of_the_account_helps_where_the_address_has_none(self) -> None:
        document = order(customer_taxvat="RO14399840")
        assert mapped(document).buyer.tax_id == "RO14399840"

    @pytest.mark.parametrize(("valid", "expected"), [(1, True), (0, None), (None, None)])
    def test_only_a_confirmed_number_makes_a_vat_payer(
        self, valid: int | None, expected: bool | None
    ) -> None:
        assert buyer(vat_id="RO14399840", vat_is_valid=valid).vat_payer is expected

    def test_fields_of_checkout_modules(self) -> None:
        document = billed(
            "IT",
            company="Esempio srl",
            vat_id="01234567897",
            extension_attributes={"sdi": "abc1234", "pec": "a@pec.example"},
            custom_attributes=[
                {"attribute_code": "cf", "value": "01234567897"},
                {"attribute_code": "rea", "value": "TO-1"},
                {"attribute_code": "iban", "value": "IT60 X054 2811"},
            ],
        )
        found = mapped(
            document,
            extra_fields="""
            recipient_code = billing_address.extension_attributes.sdi
            pec = billing_address.extension_attributes.pec
            personal_id = billing_address.custom_attributes.cf
            registration = billing_address.custom_attributes.rea
            iban = billing_address.custom_attributes.iban
            bank = billing_address.custom_attributes.bank
            """,
        ).buyer
        assert (found.recipient_code, found.pec, found.personal_id) == (
            "ABC1234",
            "a@pec.example",
            "01234567897",
        )
        assert (found.registration, found.iban, found.bank) == ("TO-1", "IT60X0542811", "")


class TestAddress:
    def test_street_lines_region_and_subdivision(self) -> None:
        found = buyer(
            street=["Str. 1", "bl. 2", "ap. 3"],
            city="Cluj",
            region="Cluj",
            region_code="CJ",
            postcode="400001",
        ).address
        assert (found.street, found.extra) == ("Str. 1", "bl. 2, ap. 3")
        assert (found.region, found.subdivision, found.postcode) == ("Cluj", "RO-CJ", "400001")

    @pytest.mark.parametrize(
        ("country", "code", "expected"),
        [
            ("RO", "RO-CJ", "RO-CJ"),
            ("PL", "PL-14", "PL-14"),
            ("DE", "NDS", ""),
            ("RO", "Cluj", ""),
            ("RO", None, ""),
        ],
    )
    def test_only_iso_codes_become_subdivisions(self, country: str, code: str | None, expected: str) -> None:
        assert buyer(country, region_code=code).address.subdivision == expected

    def test_a_street_may_be_one_text_and_its_lines_null(self) -> None:
        assert buyer(street="Str. 1").address.street == "Str. 1"
        assert buyer(street="Str. 1\nbl. 2").address.extra == "bl. 2"
        assert buyer(street=[None, "Str. 1"]).address.street == "Str. 1"

    def test_goods_go_to_the_shipping_address(self) -> None:
        person = {"firstname": "Ana", "lastname": "Test", "postcode": ""}
        shipping = {"address": {**person, "city": "Iasi", "country_id": "RO", "region_code": "IS"}}
        found = mapped(order(extension_attributes={"shipping_assignments": [{"shipping": shipping}]})).ship_to
        assert found is not None
        assert (found.city, found.subdivision) == ("Iasi", "RO-IS")

    @pytest.mark.parametrize("extension", [[], {}, {"shipping_assignments": [{"shipping": {"method": "x"}}]}])
    def test_virtual_orders_go_nowhere(self, extension: Any) -> None:
        assert mapped(order(extension_attributes=extension)).ship_to is None

    def test_goods_that_go_nowhere_are_no_order(self) -> None:
        """What is sent abroad may bear another VAT: a missing address is not taken for none."""
        heard = Mapper(settings()).heard(opened(json.dumps(order(is_virtual=0)).encode()))
        assert heard.order is None
        assert "shipping address" in heard.trouble
        assert mapped(order(is_virtual=1)).ship_to is None

    def test_mail_and_phone(self) -> None:
        found = mapped(order(customer_email="account@example.test")).buyer
        assert found.email == "account@example.test"
        found = buyer(email="bill@example.test", telephone=" 0700 ")
        assert (found.email, found.phone) == ("bill@example.test", "0700")
