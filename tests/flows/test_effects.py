"""What follows from a verified document happens once, in the shop and in the system (Magento's and SmartBill's
simulators in this process)."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import httpx
import msgspec
import pytest
from pypdf import PdfReader
from tests.shops.magento.sandbox_desk import cart
from tests.support.world import Died, World

from facturier.drafting.settings import PaymentMap, WriteBackSettings
from facturier.flows.find import poll
from facturier.model.reference import references_in
from facturier.ports.registry import SHOPS, connector
from facturier.sandbox.faults import Fault, Trouble
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess
from facturier.shops.magento.connector import MagentoShop
from facturier.shops.magento.sandbox import MagentoSandbox
from facturier.shops.magento.sandbox import create as magento_sandbox
from facturier.store import wishes
from facturier.store.models import Alarm, Connection, Document, Effect, Order, Standing, State

COMMENT = "POST /rest/.*/comments"
A_COMMENT = "POST /rest/all/V1/orders/1/comments"
PDF = "GET /SBORO/api/invoice/pdf"
PAYMENT = "POST /SBORO/api/payment"
LOST = [
    Trouble.LOST_ANSWER,
    Trouble.CUT_BODY,
    Trouble.EMPTY_BODY,
    Trouble.ERROR_AFTER,
    Trouble.LOST_REQUEST,
    Trouble.ERROR_502_HTML,
    Trouble.LATE_COMMIT,
]
WRITTEN = WriteBackSettings(comment="Factura %(series)s %(number)s %(link)s")
CARD = PaymentMap("checkmo", type="Card online", record=True)


class Mortal(httpx.BaseTransport):
    """Where the worker dies, before or after the remote has done what it was asked."""

    def __init__(self, ground: "Ground", sandbox: Sandbox) -> None:
        self._ground = ground
        self._inner = InProcess(sandbox)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = f"{request.method} {request.url.path}"
        self._ground.die("before", call)
        answer = self._inner.handle_request(request)
        self._ground.die("after", call)
        return answer


@dataclass
class Ground:
    """A world with a shop in it. dies: when and at which call the next worker ends, once."""

    world: World
    magento: MagentoSandbox
    dies: tuple[str, str] | None = None

    def die(self, moment: str, call: str) -> None:
        if self.dies and self.dies[0] == moment and re.match(self.dies[1], call):
            self.dies = None
            raise Died(call)

    def sell(self) -> int:
        """Somebody buys; the order's id in the shop."""
        return int(self.magento.merchant.place(cart())["entity_id"])

    def work(self) -> None:
        """Read the shop and work everything off, however often a worker dies over it."""
        while True:
            try:
                poll(self.world.env, self.world.shop.pk)
                self.world.run()
            except Died:
                continue
            return

    def comments(self, order: int) -> list[str]:
        written = [str(one["comment"]) for one in self.magento.shop.orders[order]["status_histories"]]
        return [words for words in written if references_in(words)]

    def cancel(self) -> None:
        document = Document.objects.get()
        wishes.wish(document.order, document, "cancel", "click", "Ana", self.world.clock.now())
        self.work()


@pytest.fixture
def ground(world: World) -> Ground:
    magento = magento_sandbox(7, world.clock)
    made = Ground(world, magento)
    form, secret = magento.settings("http://magento.test"), connector(SHOPS, "magento").secrets()
    world.shop.settings = {name: value for name, value in form.items() if name not in secret}
    world.shop.secrets = {name: value for name, value in form.items() if name in secret}
    world.shop.save()
    sandboxes: dict[str, Sandbox] = {"shop": magento, "system": world.sandbox}

    def transport(connection: Connection) -> Callable[[], Mortal]:
        return lambda: Mortal(made, sandboxes[connection.role])

    world.env = replace(world.env, transport=transport)
    world.settings(write_back=WRITTEN, payments=(CARD,))
    return made


def effect(what: str) -> Effect:
    return Effect.objects.get(what=what)


class TestComment:
    def test_number_and_link_stand_on_the_order(self, ground: Ground) -> None:
        order = ground.sell()
        ground.work()
        document = Document.objects.get()
        (words,) = ground.comments(order)
        assert words.startswith(f"Factura FCT {document.number}")
        assert references_in(words) == [document.reference]
        assert effect("record").state == Effect.State.DONE

    @pytest.mark.parametrize("trouble", LOST)
    def test_written_once_though_its_answer_is_lost(self, ground: Ground, trouble: Trouble) -> None:
        ground.magento.faults.add(Fault(trouble, match=COMMENT, times=1, **_later(trouble)))
        order = ground.sell()
        ground.work()
        assert ground.magento.faults.next(A_COMMENT) is None
        assert len(ground.comments(order)) == 1
        assert effect("record").state == Effect.State.DONE

    @pytest.mark.parametrize("moment", ["before", "after"])
    def test_written_once_though_its_worker_dies(self, ground: Ground, moment: str) -> None:
        ground.dies = (moment, COMMENT)
        order = ground.sell()
        ground.work()
        assert ground.dies is None
        assert len(ground.comments(order)) == 1
        assert effect("record").state == Effect.State.DONE

    def test_what_we_wrote_is_neither_an_edit_nor_another_tool(self, ground: Ground) -> None:
        ground.sell()
        ground.work()
        ground.world.clock.advance(timedelta(minutes=10))
        ground.work()
        assert Document.objects.count() == 1
        assert Order.objects.get().standing == Standing.VERIFIED
        assert not Alarm.objects.exists()

    def test_a_shop_that_is_away_is_waited_for(self, ground: Ground) -> None:
        order = ground.sell()
        poll(ground.world.env, ground.world.shop.pk)
        ground.magento.switches.waf = True
        ground.world.run(until=timedelta(minutes=30))
        assert Document.objects.get().state == State.VERIFIED
        assert effect("record").state == Effect.State.DUE
        ground.magento.switches.waf = False
        ground.work()
        assert len(ground.comments(order)) == 1

    def test_a_right_that_is_missing_is_said_to_a_person(self, ground: Ground) -> None:
        ground.magento.switches.missing_rights = frozenset(["Magento_Sales::comment"])
        ground.sell()
        ground.work()
        held = effect("record")
        assert held.state == Effect.State.HELD
        assert held.reason is not None
        assert Alarm.objects.filter(code="EFFECT", closed_at=None).exists()
        assert Document.objects.get().state == State.VERIFIED

    def test_a_shop_without_a_place_for_comments_gets_the_rest(
        self, ground: Ground, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No alarm either: a route wants a comment unless it is told otherwise."""
        able = vars(MagentoShop)["capabilities"]
        assert isinstance(able, property)
        without = property(lambda shop: msgspec.structs.replace(able.__get__(shop), writes_comment=False))
        monkeypatch.setattr(MagentoShop, "capabilities", without)
        ground.world.settings(write_back=msgspec.structs.replace(WRITTEN, status="processing"))
        order = ground.sell()
        ground.work()
        ground.cancel()
        assert ground.comments(order) == []
        assert ground.magento.shop.orders[order]["status"] == "processing"
        for what in ("record", "record-cancelled"):
            assert effect(what).state == Effect.State.DONE
        assert not Alarm.objects.filter(code="EFFECT").exists()

    def test_status_and_the_shop_s_own_invoice(self, ground: Ground) -> None:
        wanted = msgspec.structs.replace(WRITTEN, status="processing", make_invoice=True)
        ground.world.settings(write_back=wanted)
        ground.magento.faults.add(Fault(Trouble.LOST_ANSWER, match="POST .*/invoice$", times=1))
        order = ground.sell()
        ground.work()
        assert len(ground.magento.shop.invoices) == 1
        assert ground.magento.shop.orders[order]["status"] == "processing"


class TestPdf:
    def test_it_is_kept_under_the_digest_of_its_content(self, ground: Ground) -> None:
        ground.sell()
        ground.work()
        self._kept(ground)

    @pytest.mark.parametrize(
        "trouble",
        [
            Trouble.LOST_ANSWER,
            Trouble.CUT_BODY,
            Trouble.EMPTY_BODY,
            Trouble.HTML_BODY,
            Trouble.ERROR_502_HTML,
        ],
    )
    def test_only_a_whole_one_is_kept(self, ground: Ground, trouble: Trouble) -> None:
        ground.world.sandbox.faults.add(Fault(trouble, match=PDF, times=2))
        ground.sell()
        ground.work()
        assert ground.world.sandbox.faults.next(PDF) is None
        self._kept(ground)

    @pytest.mark.parametrize("moment", ["before", "after"])
    def test_a_worker_that_dies_over_it_leaves_one(self, ground: Ground, moment: str) -> None:
        ground.dies = (moment, PDF)
        ground.sell()
        ground.work()
        self._kept(ground)

    def _kept(self, ground: Ground) -> None:
        document = Document.objects.get()
        (path,) = ground.world.env.files.iterdir()
        body = path.read_bytes()
        assert document.pdf == path.name == f"{sha256(body).hexdigest()}.pdf"
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
        assert references_in(text) == [document.reference]
        assert effect("pdf").state == Effect.State.DONE


class TestPayment:
    def test_money_that_came_before_the_document(self, ground: Ground) -> None:
        ground.magento.merchant.pay(ground.sell())
        ground.work()
        self._paid_once(ground)

    def test_money_that_comes_after_the_document(self, ground: Ground) -> None:
        self._pay_and_work(ground)
        self._paid_once(ground)
        ground.world.clock.advance(timedelta(minutes=10))
        ground.work()
        self._paid_once(ground)

    def test_what_is_not_paid_is_not_recorded(self, ground: Ground) -> None:
        ground.sell()
        ground.work()
        assert ground.world.sandbox.company().payments == []

    @pytest.mark.parametrize("trouble", LOST)
    def test_once_though_its_answer_is_lost(self, ground: Ground, trouble: Trouble) -> None:
        ground.world.sandbox.faults.add(Fault(trouble, match=PAYMENT, times=1, **_later(trouble)))
        self._pay_and_work(ground)
        assert ground.world.sandbox.faults.next(PAYMENT) is None
        self._paid_once(ground)

    @pytest.mark.parametrize("moment", ["before", "after"])
    def test_once_though_its_worker_dies(self, ground: Ground, moment: str) -> None:
        ground.dies = (moment, PAYMENT)
        self._pay_and_work(ground)
        assert ground.dies is None
        self._paid_once(ground)

    def test_money_that_a_person_recorded_meanwhile_is_not_recorded_again(self, ground: Ground) -> None:
        order = ground.sell()
        ground.work()
        document = Document.objects.get()
        ground.world.clock.advance(timedelta(minutes=10))
        ground.magento.merchant.pay(order)
        poll(ground.world.env, ground.world.shop.pk)
        ground.world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=PAYMENT, times=1))
        ground.world.run(until=timedelta(minutes=5))
        assert effect("pay").state == Effect.State.IN_DOUBT
        ground.world.sandbox.person.pay("FCT", document.number, str(document.total))
        ground.work()
        self._paid_once(ground)

    def _pay_and_work(self, ground: Ground) -> None:
        """The money comes after the invoice."""
        order = ground.sell()
        ground.work()
        ground.world.clock.advance(timedelta(minutes=10))
        ground.magento.merchant.pay(order)
        ground.work()

    def _paid_once(self, ground: Ground) -> None:
        (entry,) = ground.world.sandbox.ledger.entries()
        assert entry.paid == entry.total > Decimal(0)
        assert len(ground.world.sandbox.company().payments) == 1
        assert effect("pay").state == Effect.State.DONE


class TestCancelled:
    def test_the_shop_is_told(self, ground: Ground) -> None:
        order = ground.sell()
        ground.work()
        ground.cancel()
        recorded, cancelled = sorted(ground.comments(order), key=len)
        document = Document.objects.get()
        assert document.cancelled_at is not None
        assert f"[{document.reference}:cancelled]" in recorded + cancelled
        assert effect("record-cancelled").state == Effect.State.DONE

    @pytest.mark.parametrize("trouble", LOST)
    def test_once_though_the_answer_is_lost(self, ground: Ground, trouble: Trouble) -> None:
        order = ground.sell()
        ground.work()
        ground.magento.faults.add(Fault(trouble, match=COMMENT, times=1, **_later(trouble)))
        ground.cancel()
        assert ground.magento.faults.next(A_COMMENT) is None
        assert len([words for words in ground.comments(order) if ":cancelled]" in words]) == 1

    def test_a_shop_that_was_never_told_of_it_is_not_told(self, ground: Ground) -> None:
        ground.world.settings(write_back=WriteBackSettings(comment=""))
        order = ground.sell()
        ground.work()
        ground.cancel()
        assert Document.objects.get().cancelled_at is not None
        assert ground.comments(order) == []


def _later(trouble: Trouble) -> dict[str, Any]:
    return {"seconds": 120} if trouble == Trouble.LATE_COMMIT else {}
