"""Doors to products, stock, taxes, countries, customers and the shop itself (fact sheet, sections 5 to 8)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Flask, Response, request

from facturier.shops.teamsystem.sandbox.goods import COUNTRIES, Product, Tax
from facturier.shops.teamsystem.sandbox.refusal import Refusal, answer, required
from facturier.shops.teamsystem.sandbox.shop import STORE, Json, Shop
from facturier.shops.teamsystem.sandbox.switches import Switches

_ACTIVE = 1


def doors(app: Flask, shop: Shop, root: str) -> None:
    def get(path: str, told: Callable[[], Any]) -> None:
        app.add_url_rule(f"{root}{path}", path, lambda: answer(told()))

    get("/store/info.json", lambda: {"uid": STORE, "url": shop.url, "store_name": "Bottega di prova"})
    get("/countries/list.json", lambda: countries(shop.switches.countries))
    get("/taxes/list.json", lambda: [_tax(tax) for tax in shop.taxes.values()])
    get(
        "/taxes/taxprofile.json",
        lambda: _tax(shop.found(shop.taxes, request.args.get("id"), "Tax not found")),
    )
    get("/products/list.json", lambda: [_brief(product) for product in shop.products.values()])
    get("/products/paginated_list.json", lambda: _paginated(shop))
    get("/products/product.json", lambda: product_told(_product(shop), shop.switches))
    get("/inventory/list.json", lambda: [_stock(product) for product in shop.products.values()])
    get("/clients/list.json", lambda: list(shop.customers.values()))
    get("/clients/client.json", lambda: _customer(shop))
    _writing(app, shop, root)


def countries(shape: str) -> Any:
    match shape:
        case "names":
            return [{"uid": int(uid), "name": name} for uid, (_, name) in COUNTRIES.items()]
        case "by_uid":
            return {uid: {"title": name, "iso_code": iso.lower()} for uid, (iso, name) in COUNTRIES.items()}
    return [{"uid": uid, "name": name, "code": iso} for uid, (iso, name) in COUNTRIES.items()]


def product_told(product: Product, switches: Switches) -> Json:
    profile: Any = product.tax.id if product.tax else None
    if product.tax and switches.profile == "object":
        profile = {"id": product.tax.id, "title": product.tax.title}
    told = {
        **_brief(product),
        "sku": product.sku,
        "title": product.title,
        "description": "",
        "stock_count": product.stock,
        "taxable": True,
        "taxprofile": profile,
        "categories": [product.category],
        "tags": [],
    }
    return told if switches.old_names else {**told, "tax_profile": profile}


def _writing(app: Flask, shop: Shop, root: str) -> None:
    @app.put(f"{root}/inventory/inventory.json")
    def set_stock() -> Response:
        return _stocked(shop, lambda held, told: told)

    @app.put(f"{root}/inventory/patchInventory.json")
    def add_stock() -> Response:
        return _stocked(shop, lambda held, told: (held or 0) + told)

    @app.post(f"{root}/taxes/taxprofile.json")
    def make_tax() -> Response:
        form = request.form
        tax = Tax(
            shop.storeden_id(), form["name"], Decimal(form["value"]), tuple(form.getlist("countries[]"))
        )
        shop.taxes[tax.id] = tax
        return answer({"tax_profile": {"id": tax.id}})

    @app.delete(f"{root}/taxes/taxprofile.json")
    def drop_tax() -> Response:
        shop.found(shop.taxes, request.form.get("id"), "Tax not found")
        del shop.taxes[request.form["id"]]
        return answer({"ok": 1, "n": 1, "err": None, "errmsg": None})


def _stocked(shop: Shop, reckon: Callable[[int | None, int], int]) -> Response:
    """Of a main product; variants are not counted here one by one. A SKU that nobody has changes nothing."""
    for name in ("sku", "quantity"):
        if not request.form.get(name):
            raise required(name)
    child = request.form.get("is_child") == "1"
    found = [one for one in shop.products.values() if one.sku == request.form["sku"] and not child]
    for product in found:
        product.stock = reckon(product.stock, int(request.form["quantity"]))
    return answer({"is_child": child, "inventory_updated": len(found), "err": None})


def _product(shop: Shop) -> Product:
    uid = request.args.get("uid", "")
    key = int(uid) if uid.isdecimal() else -1
    found: Product = shop.found(shop.products, key, "Product not found")
    return found


def _customer(shop: Shop) -> Json:
    asked = request.args
    for customer in shop.customers.values():
        if customer["id"] == asked.get("id") or customer["email"] == asked.get("email"):
            return customer
    raise Refusal(shop.switches.missing_status, "Client not found")


def _paginated(shop: Shop) -> list[Json]:
    page, limit = int(request.args.get("page", 1)), int(request.args.get("limit", 10))
    return [_brief(one) for one in list(shop.products.values())[(page - 1) * limit : page * limit]]


def _brief(product: Product) -> Json:
    return {
        "uid": product.uid,
        "code": product.sku,
        "price": product.price,
        "final_price": product.price,
        "status": _ACTIVE,
    }


def _stock(product: Product) -> Json:
    told: Json = {
        "sku": product.sku,
        "uid": product.uid,
        "quantity": product.stock,
        "unlimited": False,
        "has_child": bool(product.variants),
    }
    if product.variants:
        told["childs"] = [{"sku": sku, "quantity": 5, "superkey": key} for key, sku in product.variants]
    return told


def _tax(tax: Tax) -> Json:
    return {"id": tax.id, "value": tax.value, "title": tax.title, "countriesUID": list(tax.countries)}
