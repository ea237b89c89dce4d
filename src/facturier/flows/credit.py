"""A credit note out of the issued document, never out of the shop (invariant I8)."""

from decimal import Decimal

from django.db import transaction

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit import credit as drafted
from facturier.drafting.decision import Decision, Outcome
from facturier.flows.env import Env
from facturier.model.draft import Original
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.order import Refund
from facturier.ports.errors import Refused
from facturier.store import outcomes
from facturier.store.models import Division, Document, Wish
from facturier.store.slots import Claim, SlotTaken, open_slot


def open_credit(env: Env, original: Document, wanted: Wish) -> Document:
    """The READY credit note for a wish, under a lock on its original. Raises Refused where it would exceed it.

    wanted.facts: `refund` (the shop's id), or `whole`.
    """
    with transaction.atomic():
        if Document.objects.select_for_update().get(pk=original.pk).cancelled_at:
            raise Refused(say("%(name)s is cancelled: there is nothing left to credit.", name=original))
        if opened := original.corrections.filter(part=wanted.token).first():
            return opened
        decision = _decide(env, original, wanted)
        draft = decision.draft
        if decision.outcome is not Outcome.READY or draft is None:
            reason = decision.reason or decision.findings[0].message
            raise Refused(reason)
        if outcomes.spoken_for(original) - draft.totals.payable > original.total:
            raise Refused(
                say(
                    "This would credit more than was issued: %(name)s was for %(total)s.",
                    name=original,
                    total=original.total,
                )
            )
        try:
            return open_slot(_claim(original, wanted, decision), draft, env.clock.now())
        except SlotTaken as taken:
            if taken.document is None:
                raise
            return taken.document


def _decide(env: Env, original: Document, wanted: Wish) -> Decision:
    done = original.corrections.exclude(state="withdrawn")
    already = tuple(take for document in done for take in document.takes)
    system = env.capabilities(original.system)
    return drafted(
        original.draft,
        Original(
            kind=DocumentKind(original.kind),
            series=original.series,
            number=original.number,
            issued_on=original.issued_on or original.created_at.date(),
            remote_id=original.remote_id,
        ),
        _refund(original, str(wanted.facts.get("refund", ""))),
        _summed(already),
        bool(wanted.facts.get("whole")) and not already and system.corrects_whole,
        system.arithmetic,
        country=original.company.facts.country,
    )


def _summed(takes: tuple[ClaimedLine, ...]) -> tuple[ClaimedLine, ...]:
    lines = {take.line for take in takes}
    return tuple(
        ClaimedLine(
            line,
            sum((take.quantity for take in takes if take.line == line), Decimal(0)),
            sum((take.gross for take in takes if take.line == line), Decimal(0)),
        )
        for line in sorted(lines)
    )


def _refund(original: Document, identity: str) -> Refund | None:
    """The shop's refund with this id, as last heard; None credits all that is left."""
    if not identity:
        return None
    snapshot = original.order.snapshot
    refunds = snapshot.facts.refunds if snapshot and snapshot.facts else ()
    found = next((refund for refund in refunds if refund.id == identity), None)
    if found is None:
        raise Refused(say("The shop no longer tells of refund %(id)s.", id=identity))
    return found


def _claim(original: Document, wanted: Wish, decision: Decision) -> Claim:
    return Claim(
        order=original.order,
        route=original.route,
        kind=DocumentKind.CREDIT_NOTE,
        issuer=original.sale.issuer,
        origin=original.reference,
        part=wanted.token,
        division=Division.PARTS,
        number_space=original.number_space,
        takes=decision.takes,
        last_part=decision.last_part,
        original=original,
    )
