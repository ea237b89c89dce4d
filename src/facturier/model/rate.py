"""An exchange rate as somebody published it."""

from datetime import date
from decimal import Decimal

from msgspec import Struct


class ExchangeRate(Struct, frozen=True):
    """1 `base` = `rate` `quote`, as `source` published it for `day`."""

    source: str
    base: str
    quote: str
    rate: Decimal
    day: date
