"""The wanted lines of a credit note: negative quantities of what was issued, at what was paid."""

from collections.abc import Iterable
from decimal import Decimal

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit_shares import Shares
from facturier.drafting.issued_lines import Item
from facturier.drafting.shares import share_out
from facturier.drafting.wanted import WantedLine
from facturier.model.draft import Vat
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, total, vat_inside

ONE = Decimal(1)


def credit_lines(
    items: Iterable[Item], already: Iterable[ClaimedLine], shares: Shares, adjustment: str
) -> tuple[WantedLine, ...]:
    """Lines in the order of the document, then one adjustment for each VAT treatment, named `adjustment`."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.key, []).append(item)
    credited = {one.line: one.gross for one in already}
    lines = []
    adjusted: dict[Vat, Decimal] = {}
    for key, group in grouped.items():
        before = credited.get(key, ZERO)
        line = shares.lines.get(key, ClaimedLine(key))
        after = before + line.gross
        for item, gross in zip(group, _steps(group, before, after), strict=True):
            if gross or line.quantity:
                lines.append(_returned(item, line.quantity, gross))
        for item, gross in zip(
            group, _steps(group, after, after + shares.adjusted.get(key, ZERO)), strict=True
        ):
            adjusted[item.vat] = adjusted.get(item.vat, ZERO) + gross
    lines += [_adjustment(vat, gross, adjustment) for vat, gross in adjusted.items() if gross]
    return tuple(lines)


def _steps(group: list[Item], before: Decimal, after: Decimal) -> list[Decimal]:
    """What each treatment of one order line gets of `after - before`, so that all steps end at the issued."""
    weights = [abs(item.gross) for item in group]
    if len(group) == 1 or not total(weights):
        return [after - before, *([ZERO] * (len(group) - 1))]
    pairs = zip(share_out(after, weights), share_out(before, weights), strict=True)
    return [later - earlier for later, earlier in pairs]


def _returned(item: Item, quantity: Decimal, gross: Decimal) -> WantedLine:
    """Money without things is one piece at that price."""
    line = item.line
    return WantedLine(
        kind=line.kind,
        name=line.name,
        quantity=-(quantity or ONE),
        gross=-gross,
        tax=-vat_inside(gross, item.vat.percent),
        vat=item.vat,
        code=line.code,
        unit=line.unit,
        warehouse=line.warehouse if quantity else "",
        sources=(item.key,) if line.sources else (),
    )


def _adjustment(vat: Vat, gross: Decimal, name: str) -> WantedLine:
    """A fee given back, or one kept back: then its quantity is positive."""
    return WantedLine(
        kind=LineKind.FEE,
        name=name,
        quantity=-ONE.copy_sign(gross),
        gross=-gross,
        tax=-vat_inside(gross, vat.percent),
        vat=vat,
    )
