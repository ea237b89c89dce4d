"""E-invoices go to the authority once, are listened for, and are sent again only after a refusal (Fatture in Cloud's
simulator in this process)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as changed
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.db import connection
from msgspec.structs import replace
from tests.flows.test_set_back import ahead
from tests.support.cloud import cloud, order
from tests.support.einvoices import NUMBERING, Make, answers, discard, sell, sending, times
from tests.support.world import Died, World

from facturier.flows import effects, set_back, transmit, transmit_asked
from facturier.flows.ask import ask
from facturier.model.kinds import DocumentKind
from facturier.model.order import Refund, RefundLine
from facturier.model.transmission import Stage
from facturier.ports.errors import Refused
from facturier.sandbox.transport import InProcess
from facturier.store import effects as planned
from facturier.store import transmissions
from facturier.store.models import Alarm, AuditEvent, Document, Effect, State, Transmitted, Wish
from facturier.systems.fattureincloud.sandbox.books import EVERYTHING

SEND = "POST .*/e_invoice/send"
CHECK = "GET .*/e_invoice/xml_verify"
LOST = [
    "lost_answer",
    "cut_body",
    "empty_body",
    "html_body",
    "error_after",
    "lost_request",
    "error_502_html",
    "late_commit",
]
DAYS = timedelta(days=1)


def stage() -> str:
    return Transmitted.objects.get().stage


def alarmed(code: str) -> bool:
    return Alarm.objects.filter(code=code, closed_at=None).exists()


class TestSending:
    def test_it_is_looked_at_checked_and_sent(self, world: World, asked: list[str]) -> None:
        document = sell(world, timedelta(minutes=1))
        assert document.state == State.VERIFIED
        assert (sending().state, sending().policy) == (Effect.State.DONE, "at_most_once")
        assert [one.rpartition("/")[2] for one in asked[-3:]] == [document.remote_id, "xml_verify", "send"]
        assert (times(world), stage()) == (1, Stage.UNDER_WAY)

    def test_not_where_the_route_does_not_say_so(self, make_world: Make) -> None:
        world = make_world(transmit=False)
        sell(world)
        assert times(world) == 0
        assert not Effect.objects.filter(what=planned.TRANSMIT).exists()

    def test_a_credit_note_goes_too_once_its_invoice_went_through(self, world: World) -> None:
        document = sell(world)
        world.hear(replace(order("1001"), refunds=(_refund(world),)))
        world.run()
        assert {one.kind for one in Document.objects.all()} == {"invoice", "credit_note"}
        assert (sending().state, times(world)) == (Effect.State.DUE, 1)
        assert "It waits until the e-invoice of /A/2026 1 has gone through." in str(sending().reason)
        answers(world, "sent")
        world.run(until=DAYS)
        assert [len(each) for each in cloud(world).company().handed_over.values()] == [1, 1]
        assert document.corrections.get().transmitted.stage == Stage.UNDER_WAY

    def test_nothing_goes_of_a_receipt_nor_of_its_credit_note(self, make_world: Make) -> None:
        world = make_world(kind=DocumentKind.RECEIPT)
        document = sell(world)
        world.hear(replace(order("1001"), refunds=(_refund(world),)))
        world.run()
        credit = document.corrections.get()
        assert (credit.state, times(world)) == (State.VERIFIED, 0)
        assert not Effect.objects.filter(what=planned.TRANSMIT).exists()
        with pytest.raises(Refused):
            transmit_asked.first(world.env, credit, "Ana")

    def test_what_would_be_refused_is_held_with_the_system_s_words(self, world: World) -> None:
        self._spoil(world)
        sell(world)
        held = sending()
        assert (held.state, times(world)) == (Effect.State.HELD, 0)
        assert "Codice destinatario mancante." in held.words
        assert alarmed("EFFECT")
        cloud(world).person.correct(world.document().number, NUMBERING, ei_code="0000000")
        effects.again(world.env, held, "Ana")
        world.run(until=timedelta(minutes=1))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)
        assert not alarmed("EFFECT")

    @pytest.mark.parametrize("switches", [{"verify_errors": "list"}, {"verify_code": 400}], ids=str)
    def test_however_the_check_says_so(self, make_world: Make, switches: dict[str, Any]) -> None:
        world = make_world(switches=switches)
        self._spoil(world)
        sell(world)
        assert sending().state == Effect.State.HELD
        assert "Codice destinatario mancante." in sending().words

    def test_a_connection_that_makes_none_any_more(self, world: World) -> None:
        world.sandbox.faults.add("error_503", CHECK, times=1)
        world.hear(order("1001"))
        world.run(until=timedelta(seconds=1))
        world.system.settings = {**world.system.settings, "e_invoice": False}
        world.system.save()
        world.run()
        assert (sending().state, times(world)) == (Effect.State.HELD, 0)
        assert "Switch them on" in str(sending().reason)

    def test_what_a_person_sent_meanwhile_is_not_sent(self, world: World) -> None:
        world.sandbox.faults.add("error_503", CHECK, times=1)
        document = sell(world, timedelta(seconds=1))
        assert sending().state == Effect.State.DUE
        cloud(world).person.transmit(document.number, numeration=NUMBERING)
        world.run()
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def _spoil(self, world: World) -> None:
        """Somebody empties the recipient code as soon as the document is there."""
        shop = cloud(world).company()

        class Spoilt(dict[int, Any]):
            def __setitem__(self, id: int, document: Any) -> None:
                document["entity"]["ei_code"] = ""
                super().__setitem__(id, document)

        shop.documents = Spoilt()


class TestAtMostOnce:
    @pytest.mark.parametrize("trouble", LOST)
    def test_though_the_answer_is_lost(self, world: World, trouble: str) -> None:
        later = {"seconds": 120} if trouble == "late_commit" else {}
        world.sandbox.faults.add(trouble, SEND, times=1, **later)
        sell(world, timedelta(hours=2))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def test_though_the_system_shows_it_late_and_would_send_twice(self, make_world: Make) -> None:
        world = make_world(switches={"status_lag": 600, "sent_again": "sent"})
        world.sandbox.faults.add("lost_answer", SEND, times=1)
        sell(world, timedelta(hours=2))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def test_though_another_worker_had_it_on_its_list_before_the_answer_was_lost(
        self, make_world: Make
    ) -> None:
        """And comes to it afterwards, while nothing can be seen yet: the list is older than the doubt."""
        world = make_world(switches={"status_lag": 600, "sent_again": "sent"})
        world.sandbox.faults.add("lost_answer", SEND, times=1)
        sell(world, timedelta(minutes=1))
        effects.run(world.env, sending().pk)
        assert (sending().state, times(world)) == (Effect.State.IN_DOUBT, 1)
        world.run(until=timedelta(hours=2))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def test_a_doubt_is_shown_and_looked_at_only_when_the_lost_call_can_no_longer_land(
        self, world: World, asked: list[str]
    ) -> None:
        world.sandbox.faults.add("lost_answer", SEND, times=1)
        sell(world, timedelta(minutes=1))
        assert sending().state == Effect.State.IN_DOUBT
        called = len(asked)
        world.clock.advance(effects.HORIZON - timedelta(minutes=1))
        assert world.tick() == 0
        assert len(asked) == called
        world.clock.advance(timedelta(minutes=2))
        world.run(until=timedelta(minutes=1))
        assert sending().state == Effect.State.DONE

    @pytest.mark.parametrize("moment", ["before", "after"])
    def test_though_its_worker_dies_over_the_call(self, world: World, moment: str) -> None:
        _dying(world, moment)
        world.hear(order("1001"))
        with pytest.raises(Died):
            world.run()
        world.run(until=timedelta(hours=2))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def test_though_its_worker_dies_and_the_system_shows_it_late(self, make_world: Make) -> None:
        world = make_world(switches={"status_lag": 600, "sent_again": "sent"})
        _dying(world, "after")
        world.hear(order("1001"))
        with pytest.raises(Died):
            world.run()
        world.run(until=timedelta(hours=2))
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)

    def test_though_its_worker_dies_between_the_answer_and_the_commit(self, world: World) -> None:
        world.crash_at = "e-invoice sent"
        world.hear(order("1001"))
        with pytest.raises(Died):
            world.run()
        assert sending().state == Effect.State.RUNNING
        world.run(until=timedelta(hours=2))
        assert (sending().state, times(world), stage()) == (Effect.State.DONE, 1, Stage.UNDER_WAY)

    @pytest.mark.parametrize("lease_over", [False, True])
    def test_though_another_worker_takes_it_up(self, world: World, lease_over: bool) -> None:
        """While the first one waits for its answer, within its lease or long after."""
        others: list[str] = []

        def between() -> None:
            if lease_over:
                world.clock.advance(effects.LEASE + timedelta(seconds=1))
            effects.run(world.env, sending().pk)
            others.append(sending().state)

        _between(world, between)
        sell(world, timedelta(hours=2))
        assert others == ["in_doubt" if lease_over else "running"]
        assert (sending().state, times(world)) == (Effect.State.DONE, 1)


class TestListening:
    def test_its_state_is_heard_and_told(self, world: World) -> None:
        document = sell(world, timedelta(minutes=1))
        answers(world, "sent")
        world.run(until=timedelta(hours=1))
        assert document.transmitted.stage == Stage.SENT
        told = AuditEvent.objects.filter(subject=f"document:{document.pk}").latest("pk").message
        assert "has not refused it" in told.render()

    @pytest.mark.parametrize("status", ["accepted", "not_delivered", "no_response", "manual_accepted"])
    def test_nothing_more_is_asked_when_nothing_more_can_come(
        self, world: World, asked: list[str], status: str
    ) -> None:
        sell(world, timedelta(minutes=1))
        answers(world, status)
        world.run(until=timedelta(hours=1))
        called = len(asked)
        world.run(until=30 * DAYS)
        assert len(asked) == called
        assert stage() in (Stage.ACCEPTED, Stage.UNDELIVERED)
        assert not alarmed(transmit.ALARM)

    def test_looks_become_rare_and_end(self, world: World, asked: list[str]) -> None:
        sell(world, timedelta(minutes=1))
        answers(world, "sent")
        asked.clear()
        world.run(until=60 * DAYS)
        assert len(asked) < 30
        assert stage() == Stage.SENT
        assert not Effect.objects.exclude(state=Effect.State.DONE).exists()

    def test_what_was_heard_while_the_clock_was_ahead_is_no_newer_news(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        wrong = ahead(world)
        set_back.heed(wrong)
        effects.run(wrong, Effect.objects.get(what=planned.FOLLOW).pk)
        set_back.heed(world.env)
        answers(world, "accepted")
        world.run(until=timedelta(hours=1))
        assert stage() == "accepted"

    def test_a_silence_is_told(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        answers(world, "pending")
        world.run(until=transmit.PATIENCE + 2 * DAYS)
        assert Effect.objects.get(what=planned.FOLLOW).state == Effect.State.HELD
        assert alarmed("EFFECT")

    def test_the_alarm_of_a_listening_that_was_held_ends_when_it_goes_on(self, world: World) -> None:
        document = sell(world, timedelta(minutes=1))
        discard(world)
        world.run(until=timedelta(hours=1))
        cloud(world).person.restrict("settings:r")
        world.run(until=DAYS)
        assert alarmed("EFFECT")
        cloud(world).person.restrict(EVERYTHING)
        transmit_asked.again(world.env, document, "Ana")
        world.run(until=timedelta(minutes=1))
        answers(world, "accepted")
        world.run(until=DAYS)
        assert stage() == Stage.ACCEPTED
        assert not alarmed("EFFECT")

    @pytest.mark.parametrize("credited_first", [False, True])
    def test_what_the_buyer_turned_down_needs_nobody_once_it_is_credited(
        self, world: World, credited_first: bool
    ) -> None:
        document = sell(world, timedelta(minutes=1))
        if not credited_first:
            answers(world, "rejected")
            world.run(until=DAYS)
            assert alarmed(transmit.ALARM)
        ask(world.env, document, Wish.What.CREDIT, "Ana", "it was turned down", whole=True)
        world.run(until=timedelta(minutes=2))
        assert world.document().retired_at is not None
        answers(world, "rejected")
        world.run(until=DAYS)
        assert document.transmitted.stage == Stage.DECLINED
        assert not alarmed(transmit.ALARM)

    def test_a_state_that_nobody_knows_is_none_that_is_unsent(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        answers(world, "teleported")
        world.run(until=timedelta(hours=1))
        assert (stage(), times(world)) == (Stage.UNDER_WAY, 1)
        assert "teleported" in Transmitted.objects.get().told.said.render()

    def test_an_older_look_replaces_none(self, world: World) -> None:
        document = sell(world)
        known = Transmitted.objects.get()
        older = replace(known.told, stage=Stage.UNSENT)
        cause = Effect.objects.get(what=planned.FOLLOW)
        planned.conclude(
            cause,
            Effect.State.DONE,
            world.clock.now(),
            then={"told": transmissions.telling(document, older, known.told_at - DAYS)},
        )
        assert stage() == known.stage


class TestRefused:
    def test_it_is_told_with_what_to_do_and_until_when(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        discard(world)
        world.run(until=timedelta(hours=1))
        told = Transmitted.objects.get().told
        assert (told.stage, told.code) == (Stage.REFUSED, "00311")
        assert "codice destinatario" in str(told.cure)
        assert "Codice destinatario errato." in told.words
        assert (told.refused_on, told.again_by) == (date(2026, 11, 20), date(2026, 11, 25))
        assert alarmed(transmit.ALARM)

    @pytest.mark.parametrize("told", ["day", "nothing"])
    def test_however_its_day_is_told(self, make_world: Make, told: str) -> None:
        world = make_world(switches={"discard_told": told})
        sell(world, timedelta(minutes=1))
        discard(world)
        world.run(until=timedelta(hours=1))
        assert Transmitted.objects.get().told.again_by == date(2026, 11, 25)

    def test_a_code_that_is_not_known_comes_in_sdi_s_own_words(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        discard(world, "00999")
        world.run(until=timedelta(hours=1))
        told = Transmitted.objects.get().told
        assert (told.cure, told.code) == (None, "00999")
        assert told.words

    def test_it_is_never_sent_again_by_itself(self, world: World) -> None:
        sell(world, timedelta(minutes=1))
        discard(world)
        world.run(until=100 * DAYS)
        assert (times(world), stage()) == (1, Stage.REFUSED)
        assert Effect.objects.get(what=planned.FOLLOW).state == Effect.State.DONE
        assert alarmed(transmit.ALARM)

    def test_a_person_sends_it_again_under_the_same_number_and_date(self, world: World) -> None:
        before = self._refused(world)
        transmit_asked.again(world.env, before, "Ana")
        world.run(until=timedelta(minutes=1))
        after = world.document()
        assert (times(world), stage()) == (2, Stage.UNDER_WAY)
        assert (after.number, after.issued_on) == (before.number, before.issued_on)
        assert len(cloud(world).company().documents) == 1
        assert not alarmed(transmit.ALARM)
        assert AuditEvent.objects.filter(actor="Ana").exists()

    def test_and_once_more_after_another_refusal(self, world: World) -> None:
        document = self._refused(world)
        for attempt in (2, 3):
            transmit_asked.again(world.env, document, "Ana")
            world.run(until=timedelta(hours=1))
            assert times(world) == attempt
            discard(world)
            world.run(until=2 * DAYS)
            assert stage() == Stage.REFUSED

    @pytest.mark.parametrize("status", ["attempt", "sent", "accepted", "error", "rejected"])
    def test_only_what_was_refused_is(self, world: World, status: str) -> None:
        document = sell(world, timedelta(minutes=1))
        answers(world, status)
        world.run(until=timedelta(hours=1))
        with pytest.raises(Refused, match="Only an e-invoice that was refused"):
            transmit_asked.again(world.env, document, "Ana")
        world.run()
        assert times(world) == 1

    def test_never_twice_at_once(self, world: World) -> None:
        document = self._refused(world)
        together = threading.Barrier(4)

        def click() -> bool:
            together.wait()
            try:
                transmit_asked.again(world.env, document, "Ana")
            except Refused:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(4) as pool:
            done = [one.result() for one in [pool.submit(click) for _ in range(4)]]
        assert done.count(True) == 1
        world.run(until=timedelta(hours=1))
        assert times(world) == 2

    def test_a_constraint_keeps_to_one_at_a_time(self, world: World) -> None:
        """However late somebody counts what was sent before."""
        document, told = self._refused(world), Transmitted.objects.get().told
        assert transmissions.send_again(document, told, world.clock.now())
        assert not transmissions.send_again(document, told, world.clock.now())
        Effect.objects.filter(pk=sending().pk).update(state=Effect.State.HELD, look_at=None)
        assert not transmissions.send_again(document, told, world.clock.now())

    def test_what_a_person_sent_again_by_hand_is_not_sent(self, world: World) -> None:
        document = self._refused(world)
        cloud(world).person.transmit(document.number, numeration=NUMBERING)
        transmit_asked.again(world.env, document, "Ana")
        world.run(until=timedelta(hours=1))
        assert (times(world), sending().state) == (2, Effect.State.DONE)

    @pytest.mark.parametrize("trouble", LOST)
    def test_a_lost_answer_sends_it_no_second_time(self, world: World, trouble: str) -> None:
        """Where only the old refusal is to be seen, a person is asked."""
        document = self._refused(world)
        later = {"seconds": 120} if trouble == "late_commit" else {}
        world.sandbox.faults.add(trouble, SEND, times=1, **later)
        transmit_asked.again(world.env, document, "Ana")
        world.run(until=timedelta(hours=2))
        if times(world) == 2:
            assert sending().state == Effect.State.DONE
            return
        assert (times(world), sending().state) == (1, Effect.State.HELD)
        effects.again(world.env, sending(), "Ana")
        world.run(until=timedelta(hours=1))
        assert (times(world), sending().state) == (2, Effect.State.DONE)

    def test_a_doubt_stays_one_while_it_cannot_be_looked_at(self, world: World) -> None:
        document = self._refused(world)
        world.sandbox.faults.add("lost_request", SEND, times=1)
        transmit_asked.again(world.env, document, "Ana")
        world.run(until=timedelta(minutes=1))
        world.sandbox.faults.add("error_503", "GET .*", times=3)
        world.run(until=timedelta(hours=2))
        assert (times(world), sending().state) == (1, Effect.State.HELD)

    def test_nor_while_the_right_to_look_is_missing(self, make_world: Make) -> None:
        """It arrived, and is shown late. Whoever gives the right back and tries again does not send it once more."""
        world = make_world(switches={"status_lag": 3600, "sent_again": "sent"})
        document = sell(world, timedelta(minutes=1))
        world.clock.advance(timedelta(hours=2))
        discard(world)
        world.run(until=timedelta(hours=3))
        world.sandbox.faults.add("lost_answer", SEND, times=1)
        transmit_asked.again(world.env, document, "Ana")
        world.run(until=timedelta(minutes=1))
        cloud(world).person.restrict("settings:r")
        world.run(until=timedelta(minutes=20))
        assert (sending().state, times(world)) == (Effect.State.HELD, 2)
        cloud(world).person.restrict(EVERYTHING)
        effects.again(world.env, sending(), "Ana")
        world.run(until=timedelta(minutes=1))
        assert (sending().state, times(world)) == (Effect.State.HELD, 2)
        assert "whether it was sent" in str(sending().reason)
        effects.again(world.env, sending(), "Ana")
        world.run(until=timedelta(minutes=1))
        assert (sending().state, times(world)) == (Effect.State.DONE, 3)

    def test_a_person_who_corrects_it_in_the_system_is_noticed(self, world: World) -> None:
        self._refused(world)
        cloud(world).person.transmit(world.document().number, numeration=NUMBERING)
        world.run(until=2 * DAYS)
        assert stage() == Stage.UNDER_WAY
        assert not alarmed(transmit.ALARM)

    def _refused(self, world: World) -> Document:
        document = sell(world, timedelta(minutes=1))
        discard(world)
        world.run(until=timedelta(hours=1))
        return document


def _refund(world: World) -> Refund:
    return Refund(
        "r1", world.clock.now(), Decimal("121.00"), (RefundLine("1", Decimal(1), Decimal("121.00")),)
    )


class _Watching(httpx.BaseTransport):
    """Calls `before` and `after` around the call that sends."""

    def __init__(self, world: World, before: Callable[[], None], after: Callable[[], None]) -> None:
        self._inner, self._before, self._after = InProcess(world.sandbox), before, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sends = request.url.path.endswith("/e_invoice/send")
        if sends:
            self._before()
        answer = self._inner.handle_request(request)
        if sends:
            self._after()
        return answer


def _dying(world: World, moment: str) -> None:
    left = [moment]

    def die(here: str) -> Callable[[], None]:
        def now() -> None:
            if left == [here]:
                left.clear()
                raise Died(here)

        return now

    watching = _Watching(world, die("before"), die("after"))
    world.env = changed(world.env, transport=lambda connection: lambda: watching)


def _between(world: World, act: Callable[[], None]) -> None:
    """Once, when the e-invoice has reached the system and its answer has not reached us."""
    left = [act]
    watching = _Watching(world, lambda: None, lambda: left.pop()() if left else None)
    world.env = changed(world.env, transport=lambda connection: lambda: watching)
