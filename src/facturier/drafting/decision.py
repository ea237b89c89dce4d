"""What became of an order: the one answer of this room."""

from enum import StrEnum

from msgspec import Struct

from facturier.drafting.context import ClaimedLine
from facturier.model.draft import Draft
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message


class Outcome(StrEnum):
    READY = "ready"
    HELD = "held"
    WAITING = "waiting"
    CLOSED = "closed"


class Decision(Struct, frozen=True, omit_defaults=True):
    """READY has a draft; HELD may have one, to look at. WAITING and CLOSED say why in `reason`.

    takes: what this document would take of each line; the flow keeps it and gives it back as claimed.
    last_part: after this document nothing of the sale is left to invoice.
    """

    outcome: Outcome
    draft: Draft | None = None
    findings: tuple[Finding, ...] = ()
    reason: Message | None = None
    last_part: bool = False
    takes: tuple[ClaimedLine, ...] = ()


def waiting(reason: Message, findings: tuple[Finding, ...] = ()) -> Decision:
    return Decision(Outcome.WAITING, reason=reason, findings=findings)


def closed(reason: Message, findings: tuple[Finding, ...] = ()) -> Decision:
    return Decision(Outcome.CLOSED, reason=reason, findings=findings)


def holds(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.HOLD for finding in findings)
