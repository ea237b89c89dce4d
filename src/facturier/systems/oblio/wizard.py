"""What the account offers, and the test of a connection (fact sheet, section 2)."""

from collections.abc import Callable, Collection

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, NotNow, Refused, RemoteError
from facturier.ports.offers import Check, Offers, SeriesOffer, VatOffer
from facturier.systems.oblio.answers import ManagementRow, SeriesRow, VatRow
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.payments import TYPES

_LOGIN = say("E-mail and API secret")
_COMPANY = say("Company")
_KINDS = {
    "Factura": DocumentKind.INVOICE,
    "Proforma": DocumentKind.PROFORMA,
    "Aviz": DocumentKind.DELIVERY_NOTE,
    "Chitanta": DocumentKind.RECEIPT,
}


def offers(client: Client, work_station: str) -> Offers:
    """Series, VAT rates and warehouses. Oblio lists no units, and does not say whether the company pays VAT."""
    uses_stock = client.own_among(client.companies()).use_stock
    return Offers(
        series=all_ends(client),
        vat=_vat(client),
        warehouses=_warehouses(client, work_station) if uses_stock else (),
        payment_types=TYPES,
    )


def ends(client: Client, names: Collection[str]) -> tuple[SeriesOffer, ...]:
    """All series come in one call."""
    return tuple(one for one in all_ends(client) if one.name in names)


def all_ends(client: Client) -> tuple[SeriesOffer, ...]:
    rows = client.get("/api/nomenclature/series", list[SeriesRow])
    return tuple(SeriesOffer(row.name, _KINDS.get(row.type), str(row.next)) for row in rows)


def check(client: Client, work_station: str) -> tuple[Check, ...]:
    """One line per thing. Where the door stays shut the rest is not tried: a wrong secret costs one call."""
    try:
        rows = client.companies()
    except Misconfigured as error:
        return (Check(_LOGIN, False, error.message, error.words),)
    except (NotNow, Refused) as error:
        return (Check(say("Oblio answers"), False, error.message, error.words),)
    try:
        own = client.own_among(rows)
    except Misconfigured as error:
        return (Check(_LOGIN, True), Check(_COMPANY, False, error.message, error.words))
    checks = [
        Check(_LOGIN, True),
        Check(_COMPANY, True, _as_it_is(own.cif)),
        _series_said(client),
        _tried(say("VAT rates"), lambda: _vat_said(client)),
    ]
    if own.use_stock:
        checks.append(_tried(say("Warehouses"), lambda: _warehouses_said(client, work_station)))
    return tuple(checks)


def _series_said(client: Client) -> Check:
    try:
        names = [one.name for one in all_ends(client)]
    except RemoteError as error:
        return Check(say("Series"), False, error.message, error.words)
    if not names:
        return Check(say("Series"), False, say("Create a series in Oblio first."))
    return Check(say("Series"), True, _as_it_is(", ".join(names)))


def _tried(what: Message, read: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, read())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _as_it_is(text: str) -> Message:
    """What the account itself says, in no language of ours."""
    return Message("%(text)s", {"text": text})


def _vat(client: Client) -> tuple[VatOffer, ...]:
    """The usual rate first: where no name is asked for, the first one of a percentage is taken."""
    rows = client.get("/api/nomenclature/vat_rates", list[VatRow])
    usual_first = sorted(rows, key=lambda row: not row.default)
    return tuple(VatOffer(row.name, row.percent) for row in usual_first)


def _vat_said(client: Client) -> Message:
    return _as_it_is(", ".join(f"{one.name} {one.percent:f} %" for one in _vat(client)))


def _warehouses(client: Client, work_station: str) -> tuple[str, ...]:
    """Only told where the company uses stocks."""
    rows = client.get("/api/nomenclature/management", list[ManagementRow])
    return tuple(row.management for row in rows if row.work_station == work_station)


def _warehouses_said(client: Client, work_station: str) -> Message:
    names = _warehouses(client, work_station)
    return _as_it_is(", ".join(names)) if names else say("None in this work station.")
