"""Where the e-invoice of a document stands, as people read it; and that a refused one is sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facturier.flows import amend, transmit_asked
from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.model.transmission import TROUBLED, Stage
from facturier.ports.clock import business_date
from facturier.store import effects
from facturier.store.models import Document, Effect, Transmitted
from facturier.web.language import told
from facturier.web.order import fields
from facturier.web.order.once import again
from facturier.web.order.queries import document_of
from facturier.web.request import Request
from facturier.web.words import TRANSMISSIONS, Word

_ENDED = (Effect.State.DONE, Effect.State.DROPPED)


@dataclass(frozen=True)
class Changed:
    """One field of the buyer: what it is called, what the document says, what the order says."""

    label: Message
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """heard: what the authority said last. effect: a sending that is not over. today: the company's day.

    amends: the buyer on it can be corrected from here; amendment: what of them is another by now.
    """

    document: Document
    heard: Transmitted | None
    effect: Effect | None
    today: date
    amendment: amend.Amendment | None = None
    amends: bool = False

    @property
    def changes(self) -> Sequence[Changed]:
        """What of the buyer is another by now."""
        facts = self.document.order.snapshot.facts if self.document.order.snapshot else None
        if self.amendment is None or facts is None:
            return ()
        changes = self.amendment.changes
        return [Changed(fields.label(facts, one.field), one.before, one.after) for one in changes]

    @property
    def word(self) -> Word:
        return TRANSMISSIONS[Stage(self.heard.stage) if self.heard else Stage.UNSENT]

    @property
    def troubled(self) -> bool:
        """A person must see to it."""
        return self.stuck or (self.heard is not None and self.heard.stage in TROUBLED)

    @property
    def stuck(self) -> bool:
        return self.effect is not None and self.effect.state == Effect.State.HELD

    @property
    def doubted(self) -> bool:
        return self.effect is not None and self.effect.state == Effect.State.IN_DOUBT

    @property
    def refused(self) -> bool:
        """It may be sent again, on a person's word."""
        return self.heard is not None and self.heard.stage == Stage.REFUSED and self.effect is None

    @property
    def left(self) -> int | None:
        """Days that the law still gives, today's left out; less than none where they are over. None: it sets none."""
        by = self.heard.told.again_by if self.heard and self.heard.stage == Stage.REFUSED else None
        return (by - self.today).days if by else None

    @property
    def late(self) -> bool:
        return self.left is not None and self.left < 0


def with_amendments(env: Env, known: Mapping[int, Shown]) -> Sequence[Shown]:
    """Those that a person must see to, with what of the buyer can be corrected on them."""
    return [_amendable(env, one) for one in known.values() if one.troubled]


def _amendable(env: Env, one: Shown) -> Shown:
    able = env.able(one.document.system) if one.refused or one.stuck else None
    if able is None or not able.amends:
        return one
    return replace(one, amends=True, amendment=amend.proposed(one.document))


def sendings(documents: Sequence[Document]) -> Sequence[Effect]:
    """Every sending of an e-invoice of theirs, the oldest first."""
    return list(Effect.objects.filter(document__in=documents, what=effects.TRANSMIT).order_by("pk"))


def under_way(sendings: Sequence[Effect]) -> bool:
    """Whether one goes on by itself, in a moment: one that waits for something says for what."""
    soon = (Effect.State.DUE, Effect.State.RUNNING)
    return any(one.state in soon and one.reason is None for one in sendings)


def shown(documents: Sequence[Document], now: datetime) -> Mapping[int, Shown]:
    """By document; those that no e-invoice was ever to be sent of are left out. Two queries."""
    heard = {one.document_id: one for one in Transmitted.objects.filter(document__in=documents)}
    sending = {one.document_id: None if one.state in _ENDED else one for one in sendings(documents)}
    return {
        one.pk: Shown(
            one,
            heard.get(one.pk),
            sending.get(one.pk),
            business_date(now, one.company.facts.zone),
        )
        for one in documents
        if one.pk in heard or one.pk in sending
    }


@require_POST
def send_again(request: Request, pk: int, document: int) -> HttpResponse:
    """Under the same number and date, once for each refusal."""
    found = document_of(request.reader, pk, document)
    if not again(request):
        amended = bool(request.POST.get("amend"))
        transmit_asked.again(request.env, found, request.reader.name, amended=amended)
        messages.info(request, told(say("The e-invoice is sent again, within seconds.")))
    return redirect("order:order", pk)


@require_POST
def send(request: Request, pk: int, document: int) -> HttpResponse:
    """The e-invoice of a document that was issued before the route sent any; once."""
    found = document_of(request.reader, pk, document)
    if not again(request):
        transmit_asked.first(request.env, found, request.reader.name)
        messages.info(request, told(say("The e-invoice is sent, within seconds.")))
    return redirect("order:order", pk)
