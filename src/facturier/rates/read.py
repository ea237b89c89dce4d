"""The published rates of a source for a range of days."""

from collections.abc import Callable, Iterator
from datetime import date
from xml.etree.ElementTree import Element

from msgspec import Struct

from facturier.model.rate import ExchangeRate
from facturier.ports.clock import business_date
from facturier.ports.http import Http
from facturier.rates import bnr, ecb, nbp
from facturier.rates.document import document, unreadable
from facturier.rates.sources import BANKS, Source
from facturier.rates.xml import parsed


class _Feed(Struct, frozen=True):
    """XML documents that reach further and further back, and what is in one of them."""

    steps: Callable[[date, date], tuple[tuple[str, ...], ...]]
    parse: Callable[[Element], Iterator[ExchangeRate]]


_FEEDS = {Source.BNR: _Feed(bnr.steps, bnr.parse), Source.ECB: _Feed(ecb.steps, ecb.parse)}


def read(source: Source, since: date, until: date, http: Http) -> tuple[ExchangeRate, ...]:
    """Everything that `source` published for the days `since` to `until`, the oldest first, exactly as published.

    Nothing for weekends and holidays, nor for days to come. `http` is open at the bank's address. All or nothing:
    raises NotNow, Misconfigured (the address) or Refused (the document is not what it used to be).
    """
    until = min(until, business_date(http.clock.now(), BANKS[source].zone))
    if since > until:
        return ()
    try:
        found = list(
            _of_feed(source, since, until, http) if source in _FEEDS else _of_nbp(since, until, http)
        )
    except ValueError as error:
        raise unreadable(source, str(error)) from error
    if not found:
        raise unreadable(source, "no rates in it")
    wanted = {(rate.day, rate.base, rate.quote): rate for rate in found if since <= rate.day <= until}
    return tuple(wanted[key] for key in sorted(wanted))


def _of_feed(source: Source, since: date, until: date, http: Http) -> Iterator[ExchangeRate]:
    """Step by step, until a document reaches back to `since`.

    A document may be lacking only in a last step of several: the file of a year that has just begun.
    """
    feed = _FEEDS[source]
    for step in feed.steps(since, until):
        found: list[ExchangeRate] = []
        for path in step:
            reply = document(http, source, path, may_lack=path != step[0])
            if reply is not None:
                found += feed.parse(parsed(reply.body))
        yield from found
        if any(rate.day <= since for rate in found):
            return


def _of_nbp(since: date, until: date, http: Http) -> Iterator[ExchangeRate]:
    for path in nbp.paths(since, until):
        reply = document(http, Source.NBP, path, nbp.PARAMS)
        if reply is not None:
            yield from nbp.parse(reply.body)
