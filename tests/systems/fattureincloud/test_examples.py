"""Lists as the vendor's own examples tell them, which do not keep to its schemas (fact sheet, sections 4, 7, 13)."""

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.systems.fattureincloud import openapi
from tests.systems.fattureincloud.desk import account

from facturier.systems.fattureincloud.answers import Companies, CompanyInfo, Data, Method, Named, VatType
from facturier.systems.fattureincloud.sandbox.seed import OFFICE


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/user/companies", Companies),
        ("/c/1/company/info", CompanyInfo),
        ("/c/1/info/vat_types", list[VatType]),
        ("/c/1/info/payment_methods", list[Method]),
        ("/c/1/info/payment_accounts", list[Named]),
        ("/c/1/settings/templates", list[Named]),
    ],
)
def test_the_examples_can_be_read(path: str, shape: Any) -> None:
    openapi.needed()
    described = openapi.operation("GET", path)
    assert described is not None
    for example in described.answer_examples(200):
        read: Any = msgspec.json.decode(json.dumps(example, default=str), type=Data[shape])
        assert read.data


def test_an_account_that_tells_its_lists_so_can_be_set_up_and_issues() -> None:
    here = account(as_in_examples=True)
    assert [str(one.what) for one in here.system.check() if not one.ok] == []
    usual = here.system.offers().vat[0]
    assert (usual.name, usual.percent) == ("22 % [0]", Decimal(22))
    assert here.issue(here.draft()).issued.number == "1"


def test_a_partita_iva_told_as_a_number_is_the_same_one() -> None:
    """Without the zero in front; another company's stays another one."""
    here = account(as_in_examples=True)
    assert next(one for one in here.system.check() if str(one.what) == "Company").ok
    other = account({"company": str(OFFICE)}, as_in_examples=True)
    assert [str(one.what) for one in other.system.check() if not one.ok] == ["Company"]


def test_a_number_names_no_natura() -> None:
    here = account(as_in_examples=True)
    assert not [one.name for one in here.system.offers().vat if " 4 " in one.name and not one.percent]


@pytest.mark.parametrize("fieldset", ["basic", "detailed"])
def test_payment_methods_name_their_sdi_code_whatever_lists_tell_unasked(fieldset: str) -> None:
    here = account(list_fieldset=fieldset)
    assert "PayPal MP08 [6]" in here.system.offers().payment_types
