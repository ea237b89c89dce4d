"""What preflight finds wrong with a draft, and the cure it proposes."""

from enum import StrEnum

from msgspec import Struct

from facturier.model.message import Message


class Severity(StrEnum):
    HOLD = "hold"
    WARN = "warn"


class Cure(Struct, frozen=True, omit_defaults=True):
    """A value for one field of the order. It is kept with the order and survives later polls.

    field: a path such as `buyer.address.subdivision` or `lines.71.vat_percent`.
    value: proposed; empty where only a person can know it.
    """

    field: str
    value: str = ""


class Finding(Struct, frozen=True, omit_defaults=True):
    """`code` is stable and short (`RO-COUNTY`, `BR-CO-09`); `field` a path into the order or draft."""

    severity: Severity
    code: str
    field: str
    message: Message
    cure: Cure | None = None
