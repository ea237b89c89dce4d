"""A decision in plain rows, for `facturier preview` and the pages."""

from decimal import Decimal

from msgspec import Struct

from facturier.drafting.decision import Decision
from facturier.drafting.fitting.result import Step
from facturier.drafting.totals import LineAmounts, line_amounts
from facturier.model.arithmetic import Arithmetic
from facturier.model.draft import Draft, DraftLine, Exchange
from facturier.model.finding import Finding
from facturier.model.message import Message, say
from facturier.model.totals import VatRow


class Row(Struct, frozen=True):
    """One line as the system will compute it. price: of one unit, with VAT if `price_includes_vat`."""

    name: str
    code: str
    quantity: Decimal
    unit: str
    price: Decimal
    price_includes_vat: bool
    percent: Decimal
    category: str
    net: Decimal
    vat: Decimal
    gross: Decimal


class Description(Struct, frozen=True):
    """All amounts in `currency`. Empty rows where there is no draft; then `reason` and findings say why."""

    outcome: str
    reason: Message | None
    currency: str = ""
    series: str = ""
    rows: tuple[Row, ...] = ()
    rates: tuple[VatRow, ...] = ()
    net: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)
    payable: Decimal = Decimal(0)
    fitting: Message | None = None
    exchange: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()


def describe(decision: Decision, arithmetic: Arithmetic) -> Description:
    """What would be sent, line by line, and everything that a person should know about it."""
    draft = decision.draft
    if draft is None:
        return Description(decision.outcome.value, decision.reason, findings=decision.findings)
    amounts = line_amounts(draft.lines, arithmetic)
    return Description(
        outcome=decision.outcome.value,
        reason=decision.reason,
        currency=draft.currency,
        series=draft.series,
        rows=tuple(_row(line, each) for line, each in zip(draft.lines, amounts, strict=True)),
        rates=draft.totals.rows,
        net=draft.totals.net,
        vat=draft.totals.vat,
        rounding=draft.totals.rounding,
        payable=draft.totals.payable,
        fitting=_fitting(draft.fitting),
        exchange=_exchange(draft),
        notes=draft.notes,
        findings=decision.findings,
    )


def _row(line: DraftLine, amounts: LineAmounts) -> Row:
    return Row(
        name=line.name,
        code=line.code,
        quantity=line.quantity,
        unit=line.unit,
        price=line.price,
        price_includes_vat=line.price_includes_vat,
        percent=line.vat.percent,
        category=line.vat.category.value,
        net=amounts.net,
        vat=amounts.vat,
        gross=amounts.gross,
    )


_STEPS = {
    Step.S1: say("Prices stand as the shop shows them."),
    Step.S2: say("Prices have more decimals than the shop shows, for the total to be exact."),
    Step.S3: say("A discount line takes the cent that prices alone would miss."),
    Step.S4: say("A quantity stands on two lines, for the total to be exact."),
    Step.S5: say("A quantity stands on two lines, for the VAT to be what the law says."),
    Step.S6: say("One line differs by a cent from the shop's, for the total to be exact."),
}


def _fitting(step: str) -> Message:
    """`step` as on a draft: `S4`, or `S1+R` where a rounding amount carries the cent."""
    return _STEPS[Step(step.partition("+")[0])]


def _exchange(draft: Draft) -> tuple[Message, ...]:
    return tuple(_rate(one) for one in (draft.shop_exchange, draft.exchange) if one is not None)


def _rate(exchange: Exchange) -> Message:
    if exchange.rate is None:
        return say(
            "%(base)s to %(quote)s at the rate that the invoicing system takes.",
            base=exchange.base,
            quote=exchange.quote,
        )
    return say(
        "1 %(base)s = %(rate)s %(quote)s (%(source)s %(day)s)",
        base=exchange.base,
        rate=exchange.rate,
        quote=exchange.quote,
        source=exchange.source,
        day=exchange.day or "",
    )
