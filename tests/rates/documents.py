"""Documents as the banks publish them, with invented figures, and a bank that serves them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from facturier.ports.http import Http
from facturier.rates.sources import BANKS, Source
from facturier.sandbox.clock import VirtualClock

# Friday, after all three have published.
NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
OTHERS = ("AUD", "CAD", "CHF", "CZK", "DKK", "GBP", "NOK", "SEK", "TRY", "ZAR")


def bnr(days: Mapping[str, str], namespace: str = "https://www.bnr.ro/xsd", more: str = "") -> bytes:
    """days: what one euro costs on each day; more: further rates of every day."""
    cubes = "".join(
        f'<Cube date="{day}"><Rate currency="EUR">{euro}</Rate>'
        + "".join(f'<Rate currency="{each}">2.5000</Rate>' for each in OTHERS)
        + f"{more}</Cube>"
        for day, euro in days.items()
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><DataSet xmlns="{namespace}">'
        "<Header><Publisher>National Bank of Romania</Publisher><MessageType>DR</MessageType></Header>"
        f"<Body><Subject>Reference rates</Subject><OrigCurrency>RON</OrigCurrency>{cubes}</Body></DataSet>"
    ).encode()


def ecb(days: Mapping[str, str]) -> bytes:
    """days: how many lei one euro is on each day."""
    cubes = "".join(
        f"<Cube time='{day}'><Cube currency='USD' rate='1.1500'/><Cube currency='RON' rate='{lei}'/>"
        + "".join(f"<Cube currency='{each}' rate='2.5'/>" for each in OTHERS)
        + "</Cube>"
        for day, lei in days.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        "<gesmes:subject>Reference rates</gesmes:subject>"
        "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>"
        f"<Cube>{cubes}</Cube></gesmes:Envelope>"
    ).encode()


def nbp(days: Mapping[str, str]) -> bytes:
    """days: how many zloty one euro costs on each day."""
    others = "".join(f',{{"currency":"x","code":"{each}","mid":0.5000}}' for each in OTHERS)
    tables = ",".join(
        f'{{"table":"A","no":"1/A/NBP/2026","effectiveDate":"{day}","rates":'
        f'[{{"currency":"euro","code":"EUR","mid":{zloty}}},'
        f'{{"currency":"forint (Węgry)","code":"HUF","mid":0.010560}}{others}]}}'
        for day, zloty in days.items()
    )
    return f"[{tables}]".encode()


Answer = bytes | int | httpx.Response | Exception


@dataclass
class Served:
    """What is published at which path; everything else is 404. An exception breaks the connection."""

    answers: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer = 404
    asked: list[str] = field(default_factory=list)

    def transport(self) -> httpx.BaseTransport:
        return httpx.MockTransport(self._answer)

    def http(self, source: Source, now: datetime = NOW) -> Http:
        return Http(
            BANKS[source].address,
            scope="rates",
            clock=VirtualClock(now),
            transport=self.transport,
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        answer = self.answers.get(request.url.path, self.otherwise)
        match answer:
            case Exception():
                raise answer
            case int():
                return httpx.Response(answer, text="sorry")
            case httpx.Response():
                return answer
        kind = "application/json" if answer.startswith(b"[") else "text/xml"
        return httpx.Response(200, content=answer, headers={"Content-Type": kind})
