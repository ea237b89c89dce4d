"""What deciding about VAT speaks of: the sale, and an answer for each portion."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.parts import Portion
from facturier.drafting.vat_rules import VatRule
from facturier.model.draft import Vat
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import Message
from facturier.model.money import total

EXTRAS = frozenset({LineKind.SHIPPING, LineKind.FEE, LineKind.ROUNDING})
DEDUCTIONS = frozenset({LineKind.DISCOUNT, LineKind.GIFT_CARD, LineKind.STORE_CREDIT})
_BESIDE_GOODS = EXTRAS | DEDUCTIONS


class Sale(Struct, frozen=True):
    """What decides beside the line itself. seller, buyer: ISO countries; day: the tax point."""

    seller: str
    buyer: str
    company: bool
    day: date
    rules: tuple[VatRule, ...]


class Taxed(Struct, frozen=True):
    """A portion with its treatment; tax: within `portion.gross`."""

    portion: Portion
    vat: Vat
    tax: Decimal


class Answer(Struct, frozen=True):
    """For one portion or all. Where no treatment was found, `lines` lacks it and `findings` holds."""

    lines: tuple[Taxed, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = ()


def field_of(one: Portion) -> str:
    return f"lines.{one.line.id}.vat_percent"


def held(one: Portion, code: str, message: Message) -> Answer:
    field = field_of(one)
    return Answer(findings=(Finding(Severity.HOLD, code, field, message, Cure(field)),))


def name_of(one: Portion) -> str:
    return one.line.name or one.line.id


def is_goods(one: Portion) -> bool:
    """Whether it is what was sold, and neither goes with that nor lowers its price."""
    return one.line.kind not in _BESIDE_GOODS


def main_treatment(goods: list[Taxed]) -> Vat:
    """Of the goods: the highest rate; among equals the one with most money. `goods` is not empty."""
    highest = max(taxed.vat.percent for taxed in goods)
    sums: dict[Vat, list[Decimal]] = {}
    for taxed in goods:
        if taxed.vat.percent == highest:
            sums.setdefault(taxed.vat, []).append(taxed.portion.gross)
    return max(sums, key=lambda vat: total(sums[vat]))
