"""What stops an order, each with what a person can put in its place; and what was typed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from facturier.drafting import cures
from facturier.flows import cure
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.store.models import Order
from facturier.web.order import fields


@dataclass(frozen=True)
class Typed:
    """A form of corrections: values by path, those that change something. errors: by path, why not. nothing: it held
    no value at all."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)
    nothing: Message | None = None

    @property
    def fits(self) -> bool:
        return not self.errors and self.nothing is None

    @property
    def other(self) -> str:
        """The only path, where just one was sent: also the form for any field shows it again."""
        return next(iter(self.errors)) if len(self.errors) == 1 else ""

    @property
    def other_value(self) -> str:
        return self.values.get(self.other, "")

    @property
    def other_why(self) -> Message | None:
        return self.errors.get(self.other)


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class Curable:
    """field: the path to correct, empty where no value helps. now: what counts today. choices: where only some
    values are possible. typed: an own value that was refused, `why`."""

    finding: Finding
    field: str = ""
    label: Message | None = None
    now: str = ""
    choices: fields.Choices = ()
    typed: str = ""
    why: Message | None = None

    @property
    def shown(self) -> str:
        return self.typed or self.now

    @property
    def proposed(self) -> str:
        return self.finding.cure.value if self.finding.cure else ""

    @property
    def proposal(self) -> Message:
        """The proposed value as a person knows it: a county's name rather than its code."""
        named = (label for choice, label in self.choices if choice == self.proposed)
        return next(named, Message("%(value)s", {"value": self.proposed}))

    @property
    def holds(self) -> bool:
        return self.finding.severity is Severity.HOLD


def counted(facts: OrderFacts | None, given: Mapping[str, str]) -> OrderFacts | None:
    """The order as it counts today, with the corrections so far."""
    return cures.apply(facts, given).order if facts else None


def curables(findings: Sequence[Finding], order: OrderFacts | None, typed: Typed) -> Sequence[Curable]:
    """order: as it counts today."""
    return [_curable(one, order, typed) for one in findings]


def _curable(finding: Finding, order: OrderFacts | None, typed: Typed) -> Curable:
    if finding.cure is None or order is None:
        return Curable(finding)
    path = finding.cure.field
    return Curable(
        finding,
        path,
        fields.label(order, path),
        fields.value(order, path),
        fields.choices(order, path),
        typed.values.get(path, ""),
        typed.errors.get(path),
    )


def read(row: Order, order: OrderFacts | None, posted: Mapping[str, str]) -> Typed:
    """`field-N` and `value-N` of the form; only the N of `take`, with its proposal, where that was clicked. What
    stands as it was shown (`now-N`) was not typed: it may be another in the shop by now."""
    place = posted.get("take", "")
    if place:
        values = {posted.get(f"field-{place}", ""): posted.get(f"proposed-{place}", "").strip()}
    else:
        places = [name.removeprefix("field-") for name in posted if name.startswith("field-")]
        values = {
            posted[f"field-{each}"]: typed
            for each in places
            if (typed := posted.get(f"value-{each}", "").strip()) != posted.get(f"now-{each}", "").strip()
        }
    changed = {
        path: value
        for path, value in values.items()
        if value and (order is None or value != fields.value(order, path))
    }
    if not changed:
        return Typed(nothing=say("Nothing was changed: enter a value first."))
    errors = {
        path: why for path, value in changed.items() if (why := cure.trouble(row, path, value)) is not None
    }
    return Typed(changed, errors)
