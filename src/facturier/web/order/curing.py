"""Findings of a held order, each with what a person can put in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facturier.drafting import cures
from facturier.drafting.countries.subdivisions import subdivisions
from facturier.drafting.said import said
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.ports.fields import spelled

Choices = Sequence[tuple[str, Message]]
Typed = tuple[str, str, Message]
"""Field, value and why it was refused, of a form that was just posted."""
_YES_NO: Choices = (("true", say("yes")), ("false", say("no")))


@dataclass(frozen=True)
class Curable:
    """now: the field's value as it counts today. choices: where only some values are possible. typed: an own value
    that was refused, `why`."""

    finding: Finding
    now: str = ""
    choices: Choices = ()
    typed: str = ""
    why: Message | None = None

    @property
    def proposal(self) -> Message:
        """The proposed value as a person knows it: a county's name rather than its code."""
        value = self.finding.cure.value if self.finding.cure else ""
        named = (label for choice, label in self.choices if choice == value)
        return next(named, Message("%(value)s", {"value": value}))

    @property
    def holds(self) -> bool:
        return self.finding.severity is Severity.HOLD


def curables(
    findings: Sequence[Finding],
    facts: OrderFacts | None,
    given: Mapping[str, str],
    typed: Typed | None,
) -> Sequence[Curable]:
    """given: corrections so far."""
    order = cures.apply(facts, given).order if facts else None
    return [_curable(one, order, typed) for one in findings]


def _curable(finding: Finding, order: OrderFacts | None, typed: Typed | None) -> Curable:
    if finding.cure is None or order is None:
        return Curable(finding)
    field = finding.cure.field
    value, why = typed[1:] if typed is not None and typed[0] == field else ("", None)
    return Curable(finding, _value(order, field), _choices(order, field), value, why)


def _value(order: OrderFacts, field: str) -> str:
    """What stands at a path of the order, as a cure would spell it; empty where nothing does."""
    head, _, rest = field.partition(".")
    if head == "lines":
        identity, _, name = rest.rpartition(".")
        line = next((one for one in order.lines if one.id == identity), None)
        return spelled(getattr(line, name, None))
    found: object = order
    for part in field.split("."):
        found = getattr(found, part, None)
    return spelled(found)


def _choices(order: OrderFacts, field: str) -> Choices:
    *_, name = field.split(".")
    if name == "kind":
        return [(one.value, said(one)) for one in LineKind if one is not LineKind.UNKNOWN]
    if name in ("company", "vat_payer", "invoice_asked"):
        return _YES_NO
    if name == "subdivision":
        address = order.ship_to if field.startswith("ship_to") else order.buyer.address
        found = subdivisions(address.country) if address else {}
        return [(code, Message("%(name)s", {"name": title})) for code, title in found.items()]
    return ()
