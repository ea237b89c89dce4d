"""An invoice made out of an order document or a proforma, so that stock and payment move once for the sale."""

from decimal import Decimal

from msgspec.structs import replace

from facturier.drafting.before import Before
from facturier.drafting.decision import Decision, Outcome
from facturier.model.draft import Draft
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say


def follow(decision: Decision, before: Before) -> Decision:
    """The decision on an invoice that comes after `before`. Held where it would say something else than that one."""
    draft = decision.draft
    if draft is None:
        return decision
    draft = replace(
        draft,
        original=before.original,
        use_stock=draft.use_stock and not before.moved,
        payment=None if before.paid else draft.payment,
    )
    why = _another_sale(draft, before)
    if why is not None:
        finding = Finding(Severity.HOLD, "CHANGED-SINCE", "", why)
        return replace(
            decision, outcome=Outcome.HELD, draft=draft, findings=(*decision.findings, finding), reason=None
        )
    note = say("Made out of %(name)s.", name=before.name)
    return replace(decision, draft=replace(draft, notes=(*draft.notes, note)) if before.original else draft)


def _another_sale(draft: Draft, before: Before) -> Message | None:
    """Why the one cannot follow the other: the order was edited, or the route changed, in between."""
    if draft.part:
        return say(
            "%(name)s stands for the whole order, so no invoice of a part of it can follow. Let the route take "
            "quantities as ordered, or delete %(name)s and say so on the order's page.",
            name=before.name,
        )
    if before.original is None and not before.moved:
        return None
    was, now = before.draft, draft
    if (was.currency, was.totals.payable, _goods(was)) != (now.currency, now.totals.payable, _goods(now)):
        return say(
            "The order changed after %(name)s was made: that one is for %(was)s, an invoice would be for %(now)s. "
            "Delete %(name)s in the invoicing system and say so below; then the invoice is made by itself.",
            name=before.name,
            was=was.totals.payable,
            now=now.totals.payable,
        )
    if before.copied and was.buyer != now.buyer:
        return say(
            "The invoicing system would take the buyer from %(name)s, and the order names another one by now. Delete "
            "%(name)s there and say so below; then the invoice is made by itself.",
            name=before.name,
        )
    return None


def _goods(draft: Draft) -> dict[tuple[str, str], Decimal]:
    """What leaves the shelf, by code or name; on how many lines makes no difference."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in draft.lines:
        if line.kind is LineKind.GOODS:
            key = (line.code, "" if line.code else line.name)
            sums[key] = sums.get(key, Decimal(0)) + line.quantity
    return sums
