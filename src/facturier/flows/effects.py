"""What follows from a verified document: its PDF, a note on the order, the payment, the e-invoice (I9)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from msgspec.structs import replace

from facturier.flows import presence, transmit
from facturier.flows.comment import comment_for
from facturier.flows.env import Env, Tape
from facturier.flows.issued import issued_of
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.ports.clock import business_date
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, Spent
from facturier.ports.shop import WriteBack
from facturier.store import effects, journal, statements
from facturier.store.effects import Ending
from facturier.store.models import Document, Effect, Policy

LEASE = timedelta(seconds=180)
HORIZON = timedelta(minutes=15)
PATIENCE = 8
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
TOLD_AFTER = timedelta(days=1)


def run(env: Env, effect_id: int) -> None:
    """Do one effect, or find out whether it was done. Called by anyone, at any time."""
    effect = effects.lease(effect_id, env.clock.now(), env.pace.of(LEASE))
    if effect is None:
        return
    if (effect.document.cancelled_at or effect.document.gone_at) and effect.what != effects.RECORD_CANCELLED:
        effects.conclude(effect, Effect.State.DROPPED, env.clock.now())
        journal.close_alarm(effects.ALARM, effect, env.clock.now())
        return
    if effect.state == Effect.State.RUNNING and effect.policy != Policy.IDEMPOTENT:
        _doubt(env, effect, say("The worker stopped in the middle of this."), "")
        return
    try:
        ending = _DO[effect.what](env, effect)
    except NotNow as error:
        pause = FIRST_PAUSE if isinstance(error, Spent) else _pause(effect.tries)
        later = max(error.retry_at, env.clock.now() + env.pace.of(pause))
        _later(env, effect, error, later)
    except InDoubt as error:
        _doubt(env, effect, error.message, error.words)
    except OSError as error:
        if env.hindrance() is None:
            raise
        # A file found no room on this machine; an alarm about that is open.
        later = env.clock.now() + env.pace.of(_pause(effect.tries))
        effects.conclude(effect, _undone(effect), env.clock.now(), look_at=later, words=str(error))
    except Refused as error:
        _hold(env, effect, error.message, error.words)
    except (Misconfigured, Missing) as error:
        _hold(env, effect, error.message, error.words, lost=effect.state == Effect.State.IN_DOUBT)
    else:
        now = env.clock.now()
        state, facts, look_at, then, why = ending
        if effect.facts.get(effects.SINCE):
            facts = {**facts, effects.SINCE: ""}
        written = effects.conclude(effect, state, now, reason=why, facts=facts, look_at=look_at, then=then)
        if written and effect.tries > 1:
            journal.close_alarm(effects.ALARM, effect, now)
        env.nudge("effects", effect.document_id)


def _later(env: Env, effect: Effect, error: NotNow, at: datetime) -> None:
    """It is tried again and again; where that has come to nothing for long although its account answers, a person is
    told."""
    now = env.clock.now()
    since = effect.facts.get(effects.SINCE) or now.isoformat()
    kept = effects.conclude(
        effect, _undone(effect), now, look_at=at, words=error.words, facts={effects.SINCE: since}
    )
    lasts = now - datetime.fromisoformat(since)
    if kept and lasts >= env.pace.of(TOLD_AFTER) and not isinstance(error, Spent) and _answers(effect):
        told = say(
            "“%(what)s” of %(name)s has come to nothing since %(since)s UTC: %(why)s It is tried again and again; "
            "look what is in its way.",
            what=effect.what,
            name=effect.document,
            since=f"{datetime.fromisoformat(since):%Y-%m-%d %H:%M}",
            why=error.message,
        )
        journal.raise_alarm(effects.ALARM, effect, told, now, effect.document.organisation_id)


def _answers(effect: Effect) -> bool:
    """Whether nothing is known to be wrong with its account: else that is told once, for all that waits there."""
    shops = (effects.RECORD, effects.RECORD_CANCELLED)
    return (effect.document.order.shop if effect.what in shops else effect.document.system).trouble is None


def _undone(effect: Effect) -> Effect.State:
    """Nothing was done just now. A doubt about what must not be done twice stays one."""
    doubted = effect.state == Effect.State.IN_DOUBT and effect.policy == Policy.AT_MOST_ONCE
    return Effect.State.IN_DOUBT if doubted else Effect.State.DUE


def _pause(tries: int) -> timedelta:
    """Twice as long after each try that came to nothing, up to an hour."""
    return min(FIRST_PAUSE * (1 << min(tries, 10)), LONGEST_PAUSE)


def _doubt(env: Env, effect: Effect, why: Message, words: str) -> None:
    """All effects here look before they act, so they may try again, but not before a lost write can no longer
    land: else it would be done twice. After a while a person is asked."""
    now = env.clock.now()
    if effect.tries >= PATIENCE:
        _hold(env, effect, why, words, lost=True)
        return
    later = now + env.pace.of(HORIZON)
    effects.conclude(effect, Effect.State.IN_DOUBT, now, reason=why, words=words, look_at=later)


def _hold(env: Env, effect: Effect, why: Message, words: str, *, lost: bool = False) -> None:
    """A person must act: the alarm says on which document. lost: what became of a try before could not be looked up;
    else it was, and the person is told."""
    now = env.clock.now()
    doubted = lost or effect.state == Effect.State.IN_DOUBT
    facts = {effects.DOUBT: effects.LOST if lost else effects.LOOKED_UP} if doubted else {}
    if effects.conclude(effect, Effect.State.HELD, now, reason=why, words=words, facts=facts):
        told = say(
            "“%(what)s” of %(name)s could not be done: %(why)s",
            what=effect.what,
            name=effect.document,
            why=why,
        )
        journal.raise_alarm(effects.ALARM, effect, told, now, effect.document.organisation_id)


def again(env: Env, effect: Effect, by: str, facts: Mapping[str, str] | None = None) -> None:
    """A person has put right what stopped a held effect. It is tried at once; where answers of it were lost again and
    again, only when none of those writes can land any more. Raises Refused where it is not held."""
    now = env.clock.now()
    later = now + env.pace.of(HORIZON) if effect.tries >= PATIENCE else now
    if not effects.due_again(effect, later, facts):
        raise Refused(say("This is not held any more. Look where it stands."))
    journal.note(
        effect.document, say("%(by)s asks to try “%(what)s” again.", by=by, what=effect.what), now, by
    )
    env.nudge("effects", effect.document_id)


def _pdf(env: Env, effect: Effect) -> Ending:
    """Fetch the PDF and keep it under the digest of its content. By number, it may be another's by now."""
    document, system = effect.document, env.system(effect.document.system, Tape())
    body = system.pdf(replace(issued_of(document), pdf_link=effect.facts.get("link", "")))
    if system.capabilities.by_number and presence.of_another(env, document, system, body):
        raise Refused(presence.gone(env, document))
    name = f"{sha256(body).hexdigest()}.pdf"
    env.files.mkdir(parents=True, exist_ok=True)
    unfinished = env.files / f".{name}.{effect.pk}"
    unfinished.write_bytes(body)
    unfinished.rename(env.files / name)
    statements.update(Document, {"pk": document.pk}, pdf=name)
    return Ending(facts={"file": name})


def _record(env: Env, effect: Effect) -> Ending:
    """Write number and links onto the shop's order; the connector looks before it writes."""
    document = effect.document
    snapshot = document.order.snapshot
    if snapshot is None or snapshot.facts is None:
        raise Refused(say("The order can no longer be read, so nothing was recorded on it."))
    wanted = document.route.settings.write_back
    how = WriteBack(
        comment=comment_for(wanted, issued_of(document), document.reference),
        status=wanted.status,
        make_invoice=wanted.make_invoice,
        notify=wanted.notify,
    )
    return _written(env, effect, snapshot.facts, how)


def _record_cancelled(env: Env, effect: Effect) -> Ending:
    document = effect.document
    snapshot = document.order.snapshot
    if snapshot is None or snapshot.facts is None:
        raise Refused(say("The order can no longer be read, so nothing was recorded on it."))
    words = say(
        "Document %(series)s %(number)s was cancelled. [%(reference)s]",
        series=document.series,
        number=document.number,
        reference=f"{document.reference}:cancelled",
    )
    how = WriteBack(comment=words.render(), cancelled=True)
    return _written(env, effect, snapshot.facts, how)


def _written(env: Env, effect: Effect, order: OrderFacts, how: WriteBack) -> Ending:
    """A comment is left out where the shop has no place for one: a route wants it unless it is told otherwise."""
    document = effect.document
    shop = env.shop(document.order.shop, Tape(), until=effect.lease_until)
    if not shop.capabilities.writes_comment:
        how = replace(how, comment="")
    if how != WriteBack(notify=how.notify):
        shop.record(order, issued_of(document), how)
    return Ending(facts={"comment": how.comment})


def _pay(env: Env, effect: Effect) -> Ending:
    """Record the payment where the system does not show one yet."""
    document, amount = effect.document, Decimal(effect.facts["amount"])
    system = env.system(document.system, Tape(), until=effect.lease_until)
    before = presence.statement(env, document, system)
    missing = amount - before.paid
    if missing <= 0:
        return Ending(facts={"found": str(before.paid)})
    day = effect.facts["on"] or business_date(env.clock.now(), document.company.facts.zone).isoformat()
    facts = effect.facts
    system.pay(issued_of(document), facts["type"], missing, date.fromisoformat(day), facts.get("account", ""))
    return Ending(facts={"paid": str(missing)})


_DO: dict[str, Callable[[Env, Effect], Ending]] = {
    effects.PDF: _pdf,
    effects.RECORD: _record,
    effects.PAY: _pay,
    effects.RECORD_CANCELLED: _record_cancelled,
    effects.TRANSMIT: transmit.send,
    effects.FOLLOW: transmit.follow,
}
