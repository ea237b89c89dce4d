"""What the account offers, and the test of a connection (fact sheet, sections 3, 8.1, 10.2)."""

from collections.abc import Callable, Collection
from typing import TypeVar

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.offers import Check, Offers, SeriesOffer, VatOffer
from facturier.systems.shared.text import plain
from facturier.systems.smartbill.answers import SeriesList, TaxList, Units, Warehouses, as_text
from facturier.systems.smartbill.client import Client
from facturier.systems.smartbill.failures import WrongCompany, WrongLogin
from facturier.systems.smartbill.payments import TYPES

T = TypeVar("T")
_LOGIN = say("E-mail and token")
_COMPANY = say("Company")
_KINDS = {"f": DocumentKind.INVOICE, "p": DocumentKind.PROFORMA, "c": DocumentKind.RECEIPT}


def offers(client: Client) -> Offers:
    """Series, VAT names, units, warehouses and payment types. A series of type c is for payment receipts."""
    vat = _vat(client)
    return Offers(
        series=all_ends(client),
        vat=vat or (),
        units=_units(client),
        warehouses=_warehouses(client),
        payment_types=TYPES,
        vat_payer=vat is not None,
    )


def ends(client: Client, names: Collection[str]) -> tuple[SeriesOffer, ...]:
    """All series come in one call."""
    return tuple(one for one in all_ends(client) if one.name in names)


def all_ends(client: Client) -> tuple[SeriesOffer, ...]:
    rows = client.get("/series", SeriesList).list
    return tuple(SeriesOffer(row.name, _KINDS.get(row.type), as_text(row.next_number)) for row in rows)


def check(client: Client) -> tuple[Check, ...]:
    """One line per thing. Where the door stays shut the rest is not tried: a wrong token costs one call."""
    try:
        series = all_ends(client)
    except Misconfigured as error:
        return _shut_out(error)
    except (NotNow, Refused, Missing) as error:
        return (Check(say("SmartBill answers"), False, error.message, error.words),)
    return (
        Check(_LOGIN, True),
        Check(_COMPANY, True, _as_it_is(client.company)),
        Check(say("Subscription includes the API"), True),
        _series_said(series),
        _tried(say("VAT rates"), lambda: _vat_said(client)),
        _tried(say("Units"), lambda: _named(_units(client), say("SmartBill does not tell them."))),
        _tried(say("Warehouses"), lambda: _named(_warehouses(client), say("None."))),
    )


def _shut_out(error: Misconfigured) -> tuple[Check, ...]:
    if isinstance(error, WrongCompany):
        return (Check(_LOGIN, True), Check(_COMPANY, False, error.message, error.words))
    what = _LOGIN if isinstance(error, WrongLogin) else say("Access")
    return (Check(what, False, error.message, error.words),)


def _series_said(series: tuple[SeriesOffer, ...]) -> Check:
    names = tuple(one.name for one in series)
    return Check(say("Series"), bool(names), _named(names, say("Create a series in SmartBill first.")))


def _tried(what: Message, read: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, read())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _named(names: tuple[str, ...], otherwise: Message) -> Message:
    return _as_it_is(", ".join(names)) if names else otherwise


def _as_it_is(text: str) -> Message:
    """What the account itself says, in no language of ours."""
    return Message("%(text)s", {"text": text})


def _vat(client: Client) -> tuple[VatOffer, ...] | None:
    """The account's VAT names, or None for a company that pays no VAT: that comes as an error."""
    try:
        taxes = client.get("/tax", TaxList).taxes
    except Refused as error:
        if "neplatitoare de tva" in plain(error.words):
            return None
        raise
    return tuple(VatOffer(tax.name, tax.percentage) for tax in taxes)


def _vat_said(client: Client) -> Message:
    vat = _vat(client)
    if vat is None:
        return say("The company pays no VAT.")
    return _as_it_is(", ".join(f"{one.name} {one.percent:f} %" for one in vat))


def _units(client: Client) -> tuple[str, ...]:
    found = _if_offered(client, "/company/mu", Units)
    return tuple(found.mu) if found else ()


def _warehouses(client: Client) -> tuple[str, ...]:
    found = _if_offered(client, "/company/warehouses", Warehouses)
    return tuple(found.warehouses) if found else ()


def _if_offered(client: Client, path: str, shape: type[T]) -> T | None:
    """Two lists are known from SmartBill's own plug-in only; without them a person types the name."""
    try:
        return client.get(path, shape)
    except (Misconfigured, Refused, Missing):
        return None
