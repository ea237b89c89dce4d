"""An invoice after an order document or a proforma: what it is made out of, and a look at that before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from facturier.drafting.before import Before
from facturier.flows import presence
from facturier.flows.env import Env
from facturier.flows.issued import issued_of, original_of
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.capabilities import Capabilities
from facturier.ports.errors import Missing
from facturier.ports.system import System
from facturier.store import effects
from facturier.store.models import NOTHING_THERE, Document, Route


@dataclass(frozen=True)
class Preceding:
    """documents: order documents and proformas of the sale, all verified, oldest first. made_from: one of them."""

    documents: Sequence[Document] = ()
    made_from: Document | None = None
    facts: Before | None = None


NOTHING = Preceding()


def preceding(env: Env, documents: Sequence[Document], route: Route, kind: DocumentKind) -> Preceding:
    """How a fiscal document of this kind and route follows them. Other accounts have stock of their own."""
    here = [one for one in documents if one.system_id == route.system_id]
    if not here:
        return Preceding(documents)
    able = env.capabilities(route.system)
    open_ones = [one for one in here if able.can_make(kind, DocumentKind(one.kind)) and _is_open(one)]
    made_from = open_ones[-1] if open_ones else None
    shown = made_from or here[-1]
    facts = Before(
        name=str(shown),
        draft=shown.draft,
        original=original_of(made_from) if made_from else None,
        moved=any(moves_stock(one.draft, able) for one in here),
        paid=any(effects.pays(one) for one in here),
        copied=able.copies_original,
    )
    return Preceding(documents, made_from, facts)


def stopped(env: Env, document: Document, system: System) -> Message | None:
    """Why the invoice must not be made out of that other document just now: it is gone, or somebody made an invoice
    out of it already (DESIGN 5.11). Raises RemoteError."""
    before = document.made_from
    if before is None:
        return None
    if why := presence.vanished(env, before, system):
        return why
    if before.kind != DocumentKind.PROFORMA or not system.capabilities.traces_proforma:
        return None
    try:
        others = system.invoices_of(issued_of(before))
    except Missing:
        return presence.gone(env, before)
    if not others:
        return None
    return say(
        "Somebody made %(other)s out of %(name)s in %(system)s. Close the order if that is its invoice; else "
        "cancel it there, then try again.",
        other=f"{others[0].series} {others[0].number}".strip(),
        name=before,
        system=document.system,
    )


def _is_open(document: Document) -> bool:
    """No invoice was ever made out of it, nor may have been."""
    return not document.successors.exclude(state__in=NOTHING_THERE).exists()


def moves_stock(draft: Draft, able: Capabilities) -> bool:
    """Whether stock leaves with the document of this draft."""
    return draft.use_stock and able.discharges_stock and draft.kind in able.discharges_with
