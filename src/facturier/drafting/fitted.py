"""Fitting as a route wants it, and a misfit as a finding."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting.context import Context
from facturier.drafting.fitting.fit import fit
from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.result import Fit, Misfit
from facturier.drafting.vat_names import system_name
from facturier.drafting.wanted import WantedLine
from facturier.drafting.words import words_of
from facturier.model.draft import Vat
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import VatCategory
from facturier.model.money import ZERO


def fitted(lines: Sequence[WantedLine], payable: Decimal, context: Context) -> Fit | Finding:
    """A rounding line is used only where the route allows it and the system has a rate of 0 % for it."""
    words = words_of(context.company.country)
    name = system_name(context.offers, ZERO, "")
    rounding_vat = Vat(ZERO, VatCategory.ZERO, name or "")
    if lines[0].vat.category is VatCategory.OUTSIDE:
        rounding_vat = lines[0].vat
    outcome = fit(
        lines,
        payable,
        context.capabilities.arithmetic,
        allow_rounding_line=context.settings.allow_rounding_line and name is not None,
        labels=Labels(words.discount, words.rounding, rounding_vat),
    )
    return outcome if isinstance(outcome, Fit) else misfit_finding(outcome)


def misfit_finding(misfit: Misfit) -> Finding:
    return Finding(Severity.HOLD, misfit.code.value, "payable", misfit.message)
