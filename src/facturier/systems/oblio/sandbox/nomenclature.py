"""GET /nomenclature/{type}: what a company has to choose from."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from msgspec import structs
from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox.answers import Fields as Told
from facturier.systems.oblio.sandbox.answers import success
from facturier.systems.oblio.sandbox.book import TYPE, Place, Product
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.fields import Fields

PAGE = 250
_LANGUAGES = {"RO": "Romana", "EN": "Engleza", "FR": "Franceza", "IT": "Italiana", "DE": "Germana"}


def companies(call: Call) -> Response:
    """The one call without a company."""
    known = [call.scene.book.companies[cif] for cif in call.account.cifs]
    return success(
        [
            {
                "cif": company.cif,
                "company": company.name,
                "userTypeAccess": "admin",
                "useStock": int(company.uses_stock),
            }
            for company in known
        ]
    )


def vat_rates(call: Call) -> Response:
    return success([structs.asdict(rate) for rate in call.company.rates])


def series(call: Call) -> Response:
    wanted = call.fields.text("type")
    return success(
        [
            {
                "type": TYPE[one.kind],
                "name": one.name,
                "start": one.pad(1),
                "next": one.pad(one.next),
                "default": one.default,
            }
            for one in call.company.series
            if wanted in ("", TYPE[one.kind])
        ]
    )


def languages(call: Call) -> Response:
    """Of a company, which must be named all the same."""
    return success([{"code": code, "name": name} for code, name in _LANGUAGES.items() if call.company.cif])


def management(call: Call) -> Response:
    """Only where there are stocks."""
    places = call.company.places if call.company.uses_stock else []
    return success(
        [
            {"management": name, "workStation": station, "managementType": "Cantitativ-valorica"}
            for station, name in places
        ]
    )


def clients(call: Call) -> Response:
    name, cif = call.fields.text("name").casefold(), call.fields.text("clientCif")
    found = [
        {**structs.asdict(one), "vatPayer": str(int(one.vat_payer))}
        for one in call.company.clients
        if name in one.name.casefold() and cif in ("", one.cif)
    ]
    for one in found:
        del one["vat_payer"]
    return success(_page(found, call.fields))


def products(call: Call) -> Response:
    """Two shapes; a third where one management is asked for."""
    name, code = call.fields.text("name").casefold(), call.fields.text("code")
    tell = partial(_product, call)
    found = [
        told
        for one in call.company.products
        if name in one.name.casefold() and code in ("", one.code) and (told := tell(one))
    ]
    return success(_page(found, call.fields))


def _page(rows: list[Told], fields: Fields) -> list[Told]:
    start = fields.number("offset", 0)
    return rows[start : start + PAGE]


def _product(call: Call, product: Product) -> Told | None:
    told: Told = {
        "name": product.name,
        "code": product.code,
        "description": "",
        "measuringUnit": product.unit,
        "productType": product.type,
        "active": "1",
    }
    if not (call.company.uses_stock and product.stock):
        return told | _price(product)
    management, station = call.fields.text("management"), call.fields.text("workStation")
    places = {
        place: left
        for place, left in product.stock.items()
        if management in ("", place[1]) and station in ("", place[0])
    }
    if management:
        left = next(iter(places.values()), None)
        return told | {"quantity": _plain(left)} | _price(product) if left is not None else None
    return told | {"stock": [_entry(product, place, left) for place, left in places.items()]}


def _entry(product: Product, place: Place, left: Decimal) -> Told:
    return {"workStation": place[0], "management": place[1], "quantity": _plain(left), **_price(product)}


def _price(product: Product) -> Told:
    return {
        "price": f"{product.price:.2f}",
        "currency": "RON",
        "vatName": product.rate.name,
        "vatPercentage": product.rate.percent,
        "vatIncluded": product.included,
    }


def _plain(left: Decimal) -> Decimal:
    return Decimal(f"{left.normalize():f}")


LISTS: dict[str, Callable[[Call], Response]] = {
    "companies": companies,
    "vat_rates": vat_rates,
    "clients": clients,
    "products": products,
    "series": series,
    "languages": languages,
    "management": management,
}
