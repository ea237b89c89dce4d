"""What the account offers, and the test of a connection (fact sheet, sections 3, 8.1, 10.2)."""

from collections.abc import Callable
from typing import TypeVar

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.offers import Check, Offers, SeriesOffer, VatOffer
from facturier.systems.smartbill.answers import SeriesList, TaxList, Units, Warehouses, as_text, plain
from facturier.systems.smartbill.client import Client
from facturier.systems.smartbill.failures import WrongCompany, WrongLogin
from facturier.systems.smartbill.payments import TYPES

T = TypeVar("T")
_KINDS = {"f": DocumentKind.INVOICE, "p": DocumentKind.PROFORMA, "c": DocumentKind.RECEIPT}


def offers(client: Client) -> Offers:
    """Series, VAT names, units, warehouses and payment types. A series of type c is for payment receipts."""
    vat = _vat(client)
    return Offers(
        series=_series(client),
        vat=vat or (),
        units=_units(client),
        warehouses=_warehouses(client),
        payment_types=TYPES,
        vat_payer=vat is not None,
    )


def check(client: Client) -> tuple[Check, ...]:
    """One line per thing. Where the door stays shut the rest is not tried: a wrong token costs one call."""
    try:
        series = _series(client)
    except Misconfigured as error:
        return _shut_out(error)
    except (NotNow, Refused, Missing) as error:
        return (Check("SmartBill answers", False, str(error)),)
    return (
        Check("E-mail and token", True),
        Check("Company", True, client.company),
        Check("Subscription includes the API", True),
        _listed("Series", tuple(one.name for one in series), "Create a series in SmartBill first."),
        _tried("VAT rates", lambda: _vat_said(client)),
        _tried("Units", lambda: ", ".join(_units(client)) or "SmartBill does not tell them."),
        _tried("Warehouses", lambda: ", ".join(_warehouses(client)) or "None."),
    )


def _shut_out(error: Misconfigured) -> tuple[Check, ...]:
    if isinstance(error, WrongCompany):
        return (Check("E-mail and token", True), Check("Company", False, str(error)))
    what = "E-mail and token" if isinstance(error, WrongLogin) else "Access"
    return (Check(what, False, str(error)),)


def _listed(what: str, names: tuple[str, ...], otherwise: str) -> Check:
    return Check(what, bool(names), ", ".join(names) or otherwise)


def _tried(what: str, read: Callable[[], str]) -> Check:
    try:
        return Check(what, True, read())
    except RemoteError as error:
        return Check(what, False, str(error))


def _series(client: Client) -> tuple[SeriesOffer, ...]:
    rows = client.get("/series", SeriesList).list
    return tuple(SeriesOffer(row.name, _KINDS.get(row.type), as_text(row.next_number)) for row in rows)


def _vat(client: Client) -> tuple[VatOffer, ...] | None:
    """The account's VAT names, or None for a company that pays no VAT: that comes as an error."""
    try:
        taxes = client.get("/tax", TaxList).taxes
    except Refused as error:
        if "neplatitoare de tva" in plain(error.words):
            return None
        raise
    return tuple(VatOffer(tax.name, tax.percentage) for tax in taxes)


def _vat_said(client: Client) -> str:
    vat = _vat(client)
    if vat is None:
        return "The company pays no VAT."
    return ", ".join(f"{one.name} {one.percent:f} %" for one in vat)


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
