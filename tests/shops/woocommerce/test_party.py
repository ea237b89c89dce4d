"""Who buys, and what the keys of checkout plug-ins say of them."""

from typing import Any

import msgspec
import pytest
from tests.shops.woocommerce.support import ADDRESS, mapped, meta, order, settings

from facturier.model.party import Party
from facturier.shops.woocommerce.table import META_KEYS, Meta, parse_keys, parse_tools

ITALIAN = {"country": "IT", "state": "TO"}


def buyer(billing: dict[str, str] | None = None, /, more: str = "", **told: Any) -> Party:
    changes = {"billing": {**ADDRESS, "email": "", **(billing or {})}, "meta_data": meta(**told)}
    keys = {"meta_keys": f"{META_KEYS}\n{more}"} if more else {}
    return mapped(order(**changes), **keys).buyer


FAMILIES: list[dict[str, Any]] = [
    {"smartbill_billing_type": "pj", "smartbill_billing_cif": "RO14399840"},
    {"_billing_cui": "RO14399840"},
    {"av_facturare": {"tip_facturare": "pers-jur", "cui": "RO14399840"}},
    {"_vat_number": "RO14399840"},
    {"VAT Number": "RO14399840"},
    {"_billing_eu_vat_number": "RO14399840"},
    {"yweu_billing_vat": "RO14399840"},
    {"_billing_btw_nummer": "RO14399840"},
    {"_billing_nip": "RO14399840"},
    {"_billing_piva": "RO14399840"},
]


@pytest.mark.parametrize("told", FAMILIES, ids=lambda told: next(iter(told)))
def test_each_family_of_plugins_is_read(told: dict[str, Any]) -> None:
    found = buyer({"company": "Exemplu SRL"}, **told)
    assert (found.tax_id, found.company, found.name) == ("RO14399840", True, "Exemplu SRL")
    assert found.contact == "Ana Test"


def test_a_renamed_key_leaves_a_company_without_number_until_it_is_listed() -> None:
    told = {"_my_new_vat_field": "RO14399840"}
    assert buyer({"company": "Exemplu SRL"}, **told).tax_id == ""
    assert buyer({"company": "Exemplu SRL"}, more="tax_id = _my_new_vat_field", **told).tax_id == "RO14399840"


def test_fields_of_block_checkouts_may_be_listed() -> None:
    told = {"_wc_billing/shop/cui": "RO14399840"}
    assert buyer(more="tax_id = _wc_billing/shop/cui", **told).tax_id == "RO14399840"


def test_italian_codes() -> None:
    found = buyer(
        {**ITALIAN, "company": "Esempio S.r.l."},
        _billing_piva="IT12345670017",
        _billing_cf="12345670017",
        _billing_codice_destinatario="abcdef1",
        _billing_emailpec="pec@esempio.test",
    )
    assert (found.tax_id, found.personal_id) == ("IT12345670017", "")
    assert (found.recipient_code, found.pec) == ("ABCDEF1", "pec@esempio.test")


def test_a_codice_fiscale_in_the_field_for_vat_makes_a_person() -> None:
    found = buyer(ITALIAN, _billing_piva="DMCGLI85A41L219X")
    assert (found.company, found.tax_id, found.personal_id) == (False, "", "DMCGLI85A41L219X")


@pytest.mark.parametrize(("said", "company"), [("pf", False), ("pj", True), ("pers-fiz", False), ("?", True)])
def test_the_checkouts_choice_counts_where_it_is_understood(said: str, company: bool) -> None:
    assert buyer({"company": "Exemplu SRL"}, smartbill_billing_type=said).company is company


def test_empty_words_are_nothing() -> None:
    found = buyer({"company": "-"}, _billing_cui="n/a")
    assert (found.company, found.tax_id, found.name) == (False, "", "Ana Test")


def test_the_state_is_a_code_where_it_is_one() -> None:
    assert buyer({"state": "B"}).address.subdivision == "RO-B"
    german = buyer({"state": "DE-BY", "country": "DE"}).address
    assert (german.subdivision, german.region) == ("DE-BY", "")
    free = buyer({"state": "Kent", "country": "GB"}).address
    assert (free.subdivision, free.region) == ("", "Kent")


class TestMeta:
    def test_the_last_of_equal_keys_with_a_value_counts(self) -> None:
        found = Meta([("a", "1"), ("a", "2"), ("a", "")])
        assert found.words(["a"]) == "2"

    @pytest.mark.parametrize("value", [["x"], {"x": 1}, None, "", True, "  "])
    def test_what_is_no_text_is_no_word(self, value: Any) -> None:
        assert Meta([("a", value), ("b", "good")]).words(["a", "b"]) == "good"

    def test_numbers_are_words(self) -> None:
        assert Meta([("a", 14399840)]).words(["a"]) == "14399840"

    def test_a_point_walks_and_a_key_may_hold_one(self) -> None:
        found = Meta([("a", {"b": {"c": "deep"}}), ("x.y", "flat")])
        assert found.words(["a.b.c"]) == "deep"
        assert found.words(["x.y"]) == "flat"
        assert found.words(["a.b.d", "a.b.c.e", "z.a"]) == ""

    @pytest.mark.parametrize(("value", "asked"), [("1", True), ("0", False), ("yes", True), (False, False)])
    def test_yes_and_no(self, value: Any, asked: bool) -> None:
        assert Meta([("a", value)]).yes(["a"]) is asked
        assert Meta([]).yes(["a"]) is None


class TestTable:
    @pytest.mark.parametrize("line", ["vat = a", "tax_id", "tax_id a"])
    def test_a_wrong_line_is_named(self, line: str) -> None:
        with pytest.raises(ValueError, match=line):
            parse_keys(line)
        with pytest.raises(msgspec.ValidationError, match=line):
            settings(meta_keys=line)

    def test_lines_of_one_meaning_add_up(self) -> None:
        assert parse_keys("tax_id = a, b\n\ntax_id = c") == {"tax_id": ("a", "b", "c")}

    @pytest.mark.parametrize("line", ["Oblio", "Oblio;", "; a", "Oblio; a; b; c; d"])
    def test_a_wrong_tool_is_named(self, line: str) -> None:
        with pytest.raises(ValueError, match=line):
            parse_tools(line)


class TestOtherTools:
    def test_oblio(self) -> None:
        told = {
            "oblio_invoice_series_name": "ABC",
            "oblio_invoice_number": 12,
            "oblio_invoice_link": "https://x.test/1",
        }
        (found,) = mapped(order(meta_data=meta(**told))).elsewhere
        assert (found.tool, found.series, found.number, found.link) == (
            "Oblio",
            "ABC",
            "12",
            "https://x.test/1",
        )

    def test_a_log_alone_is_for_a_person_to_look_at(self) -> None:
        (found,) = mapped(order(meta_data=meta(smartbill_invoice_log={"1": "ok"}))).elsewhere
        assert (found.tool, found.number) == ("SmartBill", "")
        assert "ok" in found.said

    def test_a_series_without_a_document_is_none(self) -> None:
        assert (
            mapped(order(meta_data=meta(oblio_invoice_series_name="ABC", oblio_invoice_number=""))).elsewhere
            == ()
        )

    def test_a_tool_of_ones_own(self) -> None:
        found = mapped(order(meta_data=meta(fgo_nr="7")), other_tools="FGO; fgo_nr").elsewhere
        assert [(one.tool, one.number) for one in found] == [("FGO", "7")]
