"""The banks that publish exchange rates: those of every working day up to now, if they answer at all."""

from datetime import date, timedelta
from random import Random

import httpx
from tests.rates.documents import bnr, ecb

from facturier.rates.sources import Source, newest_day
from facturier.sandbox.clock import SandboxClock

FAILING = 0.2
"""How often one is away, where anything goes wrong in a story."""
DAYS = 60
SATURDAY = 5


class Bank(httpx.BaseTransport):
    def __init__(self, clock: SandboxClock, dice: Random, failing: float) -> None:
        self._clock, self._dice, self._failing = clock, dice, failing

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._failing and self._dice.random() < self._failing:
            raise httpx.ConnectError("the bank is away", request=request)
        romanian = "bnr" in request.url.host
        newest = newest_day(Source.BNR if romanian else Source.ECB, self._clock.now())
        days = {f"{day}": f"5.{900 + day.toordinal() % 100}" for day in _working_days(newest)}
        if request.url.path.endswith("/nbrfxrates.xml"):
            days = dict(list(days.items())[-1:])
        return httpx.Response(200, content=bnr(days) if romanian else ecb(days), request=request)


def _working_days(newest: date) -> list[date]:
    days = [newest - timedelta(days=back) for back in range(DAYS, -1, -1)]
    return [day for day in days if day.weekday() < SATURDAY]
