"""The VAT rate that the shop applied to a line, and whether its own figures agree with it."""

import math
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.countries.vat_rates import rates_on
from facturier.drafting.parts import Portion
from facturier.drafting.taxed import EXTRAS, Sale, field_of, name_of
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.money import CENT, ZERO, vat_inside


class Charged(Struct, frozen=True):
    """percent: None where the shop's figures do not tell. tax: what it charged, or the law's figure."""

    percent: Decimal | None
    tax: Decimal
    findings: tuple[Finding, ...] = ()


def charged(one: Portion, sale: Sale) -> Charged:
    """A shop that names a rate is believed where the amount agrees, and warned about where it does not."""
    percent = one.line.vat_percent
    if one.tax == 0 and (percent is None or one.line.kind in EXTRAS):
        return Charged(ZERO, ZERO)
    if percent is None:
        return Charged(_derived(one, sale.day, (sale.seller, sale.buyer)), one.tax)
    law = vat_inside(one.gross, percent)
    if one.tax == law or abs(one.tax - law) <= _tolerance(one):
        return Charged(percent, one.tax)
    return Charged(percent, law, (_contradiction(one, percent, law),))


def _derived(one: Portion, day: date, countries: tuple[str, ...]) -> Decimal | None:
    """The only rate of these countries that explains the tax."""
    known = {rate.percent for country in countries for rate in rates_on(country, day)}
    fitting = [rate for rate in known if abs(one.tax - vat_inside(one.gross, rate)) <= _tolerance(one)]
    return fitting[0] if len(fitting) == 1 else None


def _tolerance(one: Portion) -> Decimal:
    """A shop that rounds net and gross per piece may be off by a cent for each, and by one for the line."""
    return CENT + CENT * math.ceil(abs(one.quantity))


def _contradiction(one: Portion, percent: Decimal, law: Decimal) -> Finding:
    message = say(
        "The shop charged %(tax)s VAT on %(line)s; %(percent)s %% of its price is %(law)s. "
        "The document will say %(law)s. Check the shop's tax settings.",
        tax=one.tax,
        line=name_of(one),
        percent=percent,
        law=law,
    )
    severity = Severity.WARN if one.tax else Severity.HOLD
    return Finding(severity, "VAT-AMOUNT", field_of(one), message)
