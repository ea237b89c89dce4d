"""Treated portions as the lines that fitting is asked for."""

from facturier.drafting.context import Context
from facturier.drafting.naming import Named, named
from facturier.drafting.parts import ONE
from facturier.drafting.taxed import DEDUCTIONS, Taxed
from facturier.drafting.wanted import WantedLine
from facturier.model.finding import Finding
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO


def wanted_lines(
    lines: tuple[Taxed, ...], context: Context
) -> tuple[tuple[WantedLine, ...], tuple[Finding, ...]]:
    """One wanted line for each, and what is wrong with their names, codes and units."""
    wanted = []
    findings: list[Finding] = []
    for taxed in lines:
        texts = named(taxed.portion.line, context)
        wanted.append(_wanted(taxed, texts, context))
        for finding in texts.findings:
            if finding not in findings:
                findings.append(finding)
    return tuple(wanted), tuple(findings)


def _wanted(taxed: Taxed, texts: Named, context: Context) -> WantedLine:
    one, settings = taxed.portion, context.settings
    line = one.line
    stocked = settings.use_stock and line.kind is LineKind.GOODS
    return WantedLine(
        kind=line.kind,
        name=texts.name,
        quantity=ONE if line.kind in DEDUCTIONS else one.quantity,
        gross=one.gross,
        tax=taxed.tax,
        vat=taxed.vat,
        code=texts.code,
        unit=texts.unit,
        description=texts.description,
        warehouse=settings.warehouse if stocked else "",
        sources=(line.id,),
        unit_gross=line.unit_gross,
        unit_net=line.unit_net,
        discount=one.discount if settings.separate_discounts else ZERO,
    )
