"""What the account offers, and the test of a connection (fact sheet, sections 4, 5, 11 to 13)."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from itertools import product

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check, Offers, SeriesOffer, VatOffer
from facturier.systems.fattureincloud import company
from facturier.systems.fattureincloud.answers import (
    Company,
    CompanyInfo,
    Method,
    Named,
    VatType,
)
from facturier.systems.fattureincloud.capabilities import KINDS
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.documents import TooMany, last_number, numberings
from facturier.systems.fattureincloud.issuing import suffixes
from facturier.systems.fattureincloud.names import family, named, numbering, series_name
from facturier.systems.fattureincloud.settings import Settings

LAST_YEAR_UNTIL = timedelta(days=31)


def offers(client: Client, settings: Settings) -> Offers:
    """Raises Misconfigured also where the company is another's: its numberings and rates are of no use."""
    company.prove(client, settings)
    return Offers(
        series=tuple(_series(client, settings)),
        vat=_vat(client),
        payment_types=_methods(client),
        accounts=_accounts(client),
        templates=_templates(client),
    )


def check(client: Client, settings: Settings) -> tuple[Check, ...]:
    """One line per thing. Where the door stays shut the rest is not tried."""
    try:
        seen = tuple(company.seen(client))
    except RemoteError as error:
        return (Check(say("Access token"), False, error.message, error.words),)
    chosen = next((one for one in seen if str(one.id) == client.company), None)
    token = Check(say("Access token"), True)
    if chosen is None:
        names = ", ".join(f"{one.id} {one.name}" for one in seen)
        return (
            token,
            Check(
                say("Company"),
                False,
                say("Choose one of these, and enter its number: %(names)s.", names=names),
            ),
        )
    return (
        token,
        _company(chosen, settings),
        _tried(say("Rights and licence"), lambda: _plan(client, settings)),
        _tried(say("Numbering suffixes"), lambda: _numberings(client, settings)),
        _tried(say("VAT types"), lambda: _as_it_is(", ".join(one.name for one in _vat(client)))),
        _tried(say("Payment methods"), lambda: _as_it_is(", ".join(_methods(client)))),
        _tried(say("Payment accounts"), lambda: _as_it_is(", ".join(_accounts(client)))),
    )


def _series(client: Client, settings: Settings) -> Iterator[SeriesOffer]:
    """Each suffix, for every kind; and the numberings of this year, with the number that comes next in them. In
    January those of last year too: what was issued in its last days is still looked at.

    That is read from the documents: whether the API's own figure is the next number or the last is not known.
    """
    for suffix in suffixes(settings):
        yield SeriesOffer(family(suffix), None)
    for year in _years(client):
        for suffix, kind in product(suffixes(settings), sorted(KINDS)):
            yield _end(client, suffix, kind, year)


def ends(client: Client, settings: Settings, names: Collection[str]) -> tuple[SeriesOffer, ...]:
    """Those of the numberings `names` that may still grow, or lose a document."""
    asked = sorted({numbering(name) for name in names}, key=lambda one: (one.year or 0, one.suffix, one.kind))
    years, known = _years(client), suffixes(settings)
    return tuple(
        _end(client, one.suffix, one.kind, one.year)
        for one in asked
        if one.year in years and one.suffix in known
    )


def ends_since(client: Client, settings: Settings, since: date) -> tuple[SeriesOffer, ...]:
    """Of every suffix that the account or the settings name, in each year since then."""
    return tuple(
        _end(client, suffix, kind, year)
        for kind in sorted(KINDS)
        for suffix in sorted({*suffixes(settings), *_suffixes_told(client, kind)})
        for year in _years(client, since)
    )


def _suffixes_told(client: Client, kind: DocumentKind) -> set[str]:
    """Those in use, in whatever year."""
    return {suffix for by_suffix in numberings(client, kind).values() for suffix in by_suffix}


def _years(client: Client, since: date | None = None) -> list[int]:
    """This one, and in January the last; all from `since` on, where that is longer ago."""
    today = client.now().date()
    first = min(since or today, today) - LAST_YEAR_UNTIL
    return list(range(first.year, today.year + 1))


def _end(client: Client, suffix: str, kind: DocumentKind, year: int) -> SeriesOffer:
    try:
        number = str(last_number(client, kind, suffix, year) + 1)
    except TooMany:
        number = ""
    return SeriesOffer(series_name(kind, suffix, year), kind, number, family(suffix))


def _vat(client: Client) -> tuple[VatOffer, ...]:
    """The usual one first; types that are switched off are left out."""
    types = [
        one
        for one in client.get("/info/vat_types", list[VatType], fieldset="detailed")
        if not one.is_disabled
    ]
    types.sort(key=lambda one: not one.default)
    return tuple(VatOffer(_called(one), one.value) for one in types)


def _called(one: VatType) -> str:
    percent = f"{one.value.normalize():f} %"
    return named(" ".join(part for part in (percent, one.description, one.ei_type) if part), one.id)


def _methods(client: Client) -> tuple[str, ...]:
    """With the SdI code in the name, where the method has one."""
    found = client.get("/info/payment_methods", list[Method], fieldset="detailed")
    return tuple(named(f"{one.name} {one.ei_payment_method or ''}", one.id) for one in found)


def _accounts(client: Client) -> tuple[str, ...]:
    return tuple(named(one.name, one.id) for one in client.get("/info/payment_accounts", list[Named]))


def _templates(client: Client) -> tuple[str, ...]:
    return tuple(named(one.name, one.id) for one in client.get("/settings/templates", list[Named]))


def _company(chosen: Company, settings: Settings) -> Check:
    why = company.same(chosen, settings)
    return Check(say("Company"), why is None, why.message if why else _as_it_is(company.called(chosen)))


def _plan(client: Client, settings: Settings) -> Message:
    told = client.get("/company/info", CompanyInfo)
    functions = told.plan_info.functions if told.plan_info else None
    if settings.e_invoice and functions and functions.e_invoice is False:
        raise Misconfigured(
            say("The plan of %(name)s has no e-invoices. Extend it, or switch them off.", name=told.name)
        )
    return _as_it_is(told.name)


def _numberings(client: Client, settings: Settings) -> Message:
    """A suffix that was never used may be meant so: it is told, and no failure."""
    known = _suffixes_told(client, DocumentKind.INVOICE)
    fresh = [family(one) for one in suffixes(settings) if one not in known]
    if not fresh:
        return _as_it_is(settings.suffixes)
    return say(
        "%(suffixes)s. Never used before: %(fresh)s.", suffixes=settings.suffixes, fresh=", ".join(fresh)
    )


def _tried(what: Message, read: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, read())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _as_it_is(text: str) -> Message:
    """What the account itself says, in no language of ours."""
    return Message("%(text)s", {"text": text})
