"""Settings are checked when they are typed in."""

import msgspec
import pytest
from tests.shops.files.support import settings

from facturier.shops.files import CONNECTOR


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"folder": "orders"}, "full path"),
        ({"folder": ""}, "full path"),
        ({"results": "results"}, "full path"),
        ({"shop": "my shop"}, "no blanks"),
        ({"shop": ""}, "no blanks"),
        ({"currency": "LEI"}, "not a currency"),
        ({"vat_percent": "210"}, "not a VAT rate"),
        ({"time_zone": "Europe/Cluj"}, "no time zone"),
        ({"separator": "|"}, "separator"),
        ({"settle_seconds": 0}, "settle_seconds"),
    ],
)
def test_wrong_values_are_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=words):
        settings(**changes)


def test_the_name_of_the_shop_is_the_same_however_it_is_typed() -> None:
    assert {settings(shop=name).identity for name in ("Till-1", " till-1", "TILL-1 ")} == {"till-1"}


def test_results_lie_in_the_folder_unless_it_is_said() -> None:
    assert str(settings().results_folder) == "/srv/orders/results"
    assert str(settings(results="/srv/back").results_folder) == "/srv/back"


def test_there_is_no_secret() -> None:
    assert CONNECTOR.secrets() == frozenset()
