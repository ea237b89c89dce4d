"""Every country that has a demonstration, by its code."""

from collections.abc import Mapping

from facturier.cli.demo.cast import Cast
from facturier.cli.demo.casts.italy import ITALY
from facturier.cli.demo.casts.romania import ROMANIA

CASTS: Mapping[str, Cast] = {"ro": ROMANIA, "it": ITALY}
