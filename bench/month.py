"""A month of a shop that issues in Fatture in Cloud, whose calls are counted by the month: 30,000 orders through the
flows, on the simulator and on a virtual clock, with a real database.

One worker does what is due, one thing after the other; each call takes a moment of the virtual time. Once an hour
the books are compared, once a week somebody tests the connection, as in an installation. The shop tells of its orders
as they come: what its own polls cost is no matter of this account. A smaller month has smaller quotas, and the books
are compared as much more seldom, for the clock does not make more come of a smaller shop.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import httpx
import msgspec
from tests.support.cloud import build, cloud
from tests.support.world import World

from bench.ground import house
from bench.season import BEGIN, DAYS, Season, Told
from facturier.drafting.choices import Unasked
from facturier.engine.work import work
from facturier.flows import connections, reconcile
from facturier.flows.find import sweep
from facturier.ports.errors import NotNow
from facturier.ports.shop import Heard
from facturier.sandbox.transport import InProcess
from facturier.store import orders
from facturier.store.due import due, next_moment
from facturier.store.models import Document, State
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox

WHOLE = 30_000
MONTHLY, HOURLY, LEAST_HOURLY = 40_000, 1000, 200
CALL = timedelta(seconds=0.3)
COMPARED, TESTED = timedelta(hours=1), timedelta(days=7)
AT_ONCE = 4
"""What a worker asks for at a time of one account (`engine.dispatch`)."""
ISSUING, COMPARING, TESTING, FILES = "issuing", "comparing", "testing", "files"


@dataclass
class Counted:
    """calls: by what they were made for, and what they were. blocks: calls that were refused for being too many.

    FILES are no calls of the API: PDFs, from another host and without credentials.
    """

    purpose: str = ISSUING
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    blocks: int = 0

    def of(self, purpose: str) -> int:
        return sum(calls for (each, _), calls in self.calls.items() if each == purpose)

    @property
    def all(self) -> int:
        return sum(self.calls.values()) - self.of(FILES)

    @contextmanager
    def meanwhile(self, purpose: str) -> Iterator[None]:
        before, self.purpose = self.purpose, purpose
        try:
            yield
        finally:
            self.purpose = before


class Line(httpx.BaseTransport):
    """To the simulator: counted, and never at once."""

    def __init__(self, sandbox: FattureInCloudSandbox, counted: Counted) -> None:
        self._inner, self._clock, self._counted = InProcess(sandbox), sandbox.clock, counted

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._clock.sleep(CALL.total_seconds())
        answer = self._inner.handle_request(request)
        self._counted.calls[_kind(request, self._counted.purpose)] += 1
        self._counted.blocks += answer.status_code in (403, 429)
        return answer


def _kind(request: httpx.Request, purpose: str) -> tuple[str, str]:
    path = request.url.path
    if path.startswith("/doc/"):
        return FILES, "PDF"
    *_, last = [part for part in path.split("/") if not part.isdigit()]
    one = " one" if path.rsplit("/", 1)[-1].isdigit() and request.method == "GET" else ""
    return purpose, f"{request.method}{one} {last}"


@dataclass(frozen=True)
class Month:
    """What a month showed. delays: seconds to each order's first document, by whether an invoice was asked for."""

    counted: Counted
    documents: int
    waiting: int
    delays: Mapping[bool, Sequence[float]]
    quota: int

    @property
    def calls_per_document(self) -> float:
        """All that was called to make, check and complete documents, PDF files left out."""
        return self.counted.of(ISSUING) / self.documents

    @property
    def figures(self) -> dict[str, float]:
        """As the bench keeps them. Delays are of the orders' own clock, in seconds."""
        return {
            "month_calls_per_document": self.calls_per_document,
            "month_quota_share": self.counted.all / self.quota,
            "month_blocks": self.counted.blocks,
            "month_waiting": self.waiting,
            "month_p99_asked_s": self.delay(True, 0.99),
            "month_p99_unasked_s": self.delay(False, 0.99),
        }

    def told(self) -> Iterator[str]:
        """All that is worth a line."""
        yield f"{self.documents} documents, {self.waiting} not made yet; {self.counted.all} of {self.quota} calls"
        for (purpose, what), calls in sorted(self.counted.calls.items()):
            yield f"{purpose:10} {what:28} {calls:>7}"
        for asked, name in ((True, "asked for"), (False, "not asked for")):
            p50, p99, most = (self.delay(asked, share) for share in (0.5, 0.99, 1))
            yield f"{name:14} {len(self.delays[asked]):>6} orders: {p50:.1f} s, p99 {p99:.1f} s, most {most:.1f} s"

    def delay(self, asked: bool, share: float) -> float:
        """Seconds that this share of the orders did not exceed."""
        ordered = sorted(self.delays[asked])
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def month(number: int) -> Month:
    """In a durable home, with a monthly quota that is as much smaller as the number of orders is. The hour's is left
    what it takes to read what an account offers."""
    share = number / WHOLE
    with house() as built:
        return play(
            built.home.files, number, round(MONTHLY * share), max(LEAST_HOURLY, round(HOURLY * share))
        )


def play(files: Path, number: int, monthly: int, hourly: int, seed: int = 1) -> Month:
    """On the database that is there."""
    limits = {"monthly_limit": monthly, "hourly_limit": hourly}
    world = build(files, [], begin=BEGIN, switches=limits, unasked=Unasked.ORDER)
    sandbox, counted = cloud(world), Counted()
    world.env = replace(world.env, transport=lambda _: lambda: Line(sandbox, counted))
    slower = WHOLE / number
    with patch.object(reconcile, "FRESH_BY_THE_MONTH", reconcile.FRESH_BY_THE_MONTH * slower):
        _pass(world, counted, Season(number, seed).told(), slower)
    return _seen(counted, monthly)


def _pass(world: World, counted: Counted, told: Sequence[Told], slower: float) -> None:
    """The month, from one moment at which something happens to the next. slower: what the clock makes come."""
    coming = deque(told)
    ends, compared, tested = BEGIN + timedelta(days=DAYS), BEGIN + COMPARED * slower, BEGIN + TESTED * slower
    while (now := world.clock.now()) < ends:
        while coming and coming[0].at <= now:
            facts = coming.popleft().order
            orders.take_in(world.shop, Heard(raw=msgspec.json.encode(facts), order=facts), now)
        if compared <= now:
            compared += COMPARED * slower
            _compare(world, counted)
        if tested <= now:
            tested += TESTED * slower
            with counted.meanwhile(TESTING):
                connections.test(world.env, world.system)
        if not _work(world):
            moments = [compared, tested, ends, *(one.at for one in list(coming)[:1])]
            following = next_moment(world.clock.now())
            world.clock.advance(max(min([*moments, following or ends]) - world.clock.now(), timedelta()))


def _work(world: World) -> bool:
    """One round of a worker, with one document on its way at a time. Whether there was anything to do."""
    sent, worked = False, False
    for item in due(world.clock.now(), AT_ONCE):
        if item.what == "shop" or (item.sends and sent):
            continue
        sent, worked = sent or item.sends, True
        work(world.env, item)
    return worked


def _compare(world: World, counted: Counted) -> None:
    """As a worker does each hour; what is put off comes with the next one."""
    sweep(world.env)
    with counted.meanwhile(COMPARING), suppress(NotNow):
        reconcile.reconcile_system(world.env, world.system.pk)


def _seen(counted: Counted, quota: int) -> Month:
    delays: dict[bool, list[float]] = {True: [], False: []}
    rows = Document.objects.filter(state=State.VERIFIED, original=None, made_from=None)
    for asked, placed, issued in rows.values_list("asked", "order__placed_at", "issued_at"):
        assert placed is not None
        assert issued is not None
        delays[asked].append((issued - placed).total_seconds())
    documents = Document.objects.filter(state=State.VERIFIED).count()
    return Month(counted, documents, Document.objects.count() - documents, delays, quota)
