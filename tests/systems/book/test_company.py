"""What is entered about the company, and cannot be so, is told to whoever enters it."""

import pytest

from facturier.ports.errors import Misconfigured
from facturier.systems.book.company import opening
from facturier.systems.book.settings import Settings


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc/passwd", "Europe"])
def test_a_time_zone_that_does_not_exist_is_told(zone: str) -> None:
    settings = Settings(
        company="Atelier", tax_id="RO12345674", country="RO", street="Str. Lungă 1", city="Cluj", zone=zone
    )
    with pytest.raises(Misconfigured):
        opening(settings, b"")
