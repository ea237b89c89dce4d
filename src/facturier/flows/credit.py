"""A credit note out of the issued document, never out of the shop (invariant I8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django.db import transaction

from facturier.drafting.choices import StoredValue
from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit import Wanted
from facturier.drafting.credit import credit as drafted
from facturier.drafting.credit_choice import Choice
from facturier.drafting.credit_shares import Left, left_of
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.issued_lines import items_of
from facturier.flows.env import Env
from facturier.flows.issued import original_of
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.message import say
from facturier.model.money import total
from facturier.model.order import Refund
from facturier.ports.errors import Refused
from facturier.store import outcomes
from facturier.store.models import Division, Document, State, Wish
from facturier.store.slots import Claim, SlotTaken, open_slot


def open_credit(env: Env, original: Document, wanted: Wish) -> Document:
    """The READY credit note for a wish, under a lock on its original. Raises Refused where it would exceed it.

    wanted.facts: `refund` (the shop's id), `lines` (see `chosen`), or `whole`.
    """
    with transaction.atomic():
        if Document.objects.select_for_update().get(pk=original.pk).cancelled_at:
            raise Refused(say("%(name)s is cancelled: there is nothing left to credit.", name=original))
        opened = original.corrections.filter(part=wanted.token, retired_at=None).first()
        if opened is not None and opened.state != State.WITHDRAWN:
            return opened
        decision, draft = _decide(env, original, wanted.facts)
        try:
            return open_slot(_claim(env, original, wanted, decision), draft, env.clock.now())
        except SlotTaken as taken:
            if taken.document is None:
                raise
            return taken.document


def chosen(lines: Sequence[ClaimedLine]) -> dict[str, Any]:
    """The facts of a wish that credits what a person chose: things and money of each line (`left`)."""
    return {"lines": msgspec.to_builtins(lines)}


def left(env: Env, original: Document) -> dict[str, Left]:
    """What of each line of a document can still be credited, by the keys that a choice names."""
    arithmetic = env.capabilities(original.system).arithmetic
    return left_of(items_of(original.draft, arithmetic), _taken(original))


def proposed(env: Env, original: Document, facts: Mapping[str, object]) -> Draft:
    """The credit note that a wish with these facts would make now; nothing is written. Raises Refused."""
    return _decide(env, original, facts)[1]


def _decide(env: Env, original: Document, facts: Mapping[str, object]) -> tuple[Decision, Draft]:
    """Raises Refused where it cannot be, or would exceed the original."""
    already = _taken(original)
    system = env.capabilities(original.system)
    decision = drafted(
        original.draft,
        original_of(original),
        _wanted(original, facts),
        already,
        bool(facts.get("whole")) and not already and system.corrects_whole,
        system.arithmetic,
        country=original.company.facts.country,
    )
    draft = decision.draft
    if decision.outcome is not Outcome.READY or draft is None:
        raise Refused(decision.reason or decision.findings[0].message)
    if draft.whole:
        draft = _reversed(draft, original)
    if outcomes.spoken_for(original) - draft.totals.payable > original.total:
        raise Refused(
            say(
                "This would credit more than was issued: %(name)s was for %(total)s.",
                name=original,
                total=original.total,
            )
        )
    return decision, draft


def _reversed(draft: Draft, original: Document) -> Draft:
    """A system reverses the document that it made. Where a person accepted a total that is not the draft's, the
    difference is taken back with it."""
    totals = draft.totals
    off = -original.total - totals.payable
    return msgspec.structs.replace(
        draft, totals=msgspec.structs.replace(totals, rounding=totals.rounding + off)
    )


def _taken(original: Document) -> tuple[ClaimedLine, ...]:
    """What earlier credits took or may take of each line."""
    done = original.corrections.filter(gone_at=None).exclude(state=State.WITHDRAWN)
    return _summed(tuple(take for document in done for take in document.takes))


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


def _wanted(original: Document, facts: Mapping[str, object]) -> Wanted:
    """None credits all that is left."""
    if lines := facts.get("lines"):
        return Choice(msgspec.convert(lines, tuple[ClaimedLine, ...], strict=False))
    if refund := facts.get("refund"):
        return _refund(original, str(refund))
    return None


def _refund(original: Document, identity: str) -> Refund:
    """The shop's refund with this id, as last heard."""
    snapshot = original.order.snapshot
    refunds = snapshot.facts.refunds if snapshot and snapshot.facts else ()
    found = next((refund for refund in refunds if refund.id == identity), None)
    if found is None:
        raise Refused(say("The shop no longer tells of refund %(id)s.", id=identity))
    return share_of(original, found)


def share_of(document: Document, refund: Refund) -> Refund:
    """What of a refund is for things on a document: not the shipping that its route left out, and whatever of their
    price goes back to a gift card that was a payment."""
    drafted_of = document.snapshot.facts
    kinds = {LineKind.SHIPPING}
    if document.route.settings.stored_value is StoredValue.PAYMENT:
        kinds |= {LineKind.GIFT_CARD, LineKind.STORE_CREDIT}
    may_be_apart = [line.id for line in drafted_of.lines if line.kind in kinds] if drafted_of else []
    on_it = {source for line in document.draft.lines for source in line.sources}
    kept = tuple(part for part in refund.lines if part.line not in may_be_apart or part.line in on_it)
    if kept == refund.lines:
        return refund
    apart = total(part.gross for part in refund.lines) - total(part.gross for part in kept)
    return msgspec.structs.replace(refund, lines=kept, gross=refund.gross - apart)


def _claim(env: Env, original: Document, wanted: Wish, decision: Decision) -> Claim:
    shares = env.capabilities(original.system).corrections_share_series
    space = original.number_space if shares else DocumentKind.CREDIT_NOTE.document_class.value
    return Claim(
        order=original.order,
        route=original.route,
        kind=DocumentKind.CREDIT_NOTE,
        issuer=original.sale.issuer,
        origin=original.reference,
        part=wanted.token,
        division=Division.PARTS,
        number_space=space,
        takes=decision.takes,
        last_part=decision.last_part,
        original=original,
    )
