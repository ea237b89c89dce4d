"""The simulated shop's app: its doors, who stands in front of them, and the people's own."""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from facturier.shops.teamsystem.sandbox import hooks, keeping, selling
from facturier.shops.teamsystem.sandbox.access import Access
from facturier.shops.teamsystem.sandbox.merchant import Merchant
from facturier.shops.teamsystem.sandbox.refusal import Refusal, answer
from facturier.shops.teamsystem.sandbox.shop import Shop

ROOT = "/v1.1"
_OWN_DOORS = "/_"
_DEEDS = frozenset({"pay", "cancel", "edit", "set_status", "delete"})


def build(shop: Shop, access: Access, merchant: Merchant, sender: hooks.Hooks) -> Flask:
    app = Flask(__name__, static_folder=None)
    keeping.doors(app, shop, ROOT)
    hooks.doors(app, shop, sender, ROOT)
    selling.doors(app, shop, access, ROOT)
    _people(app, shop, merchant)

    @app.before_request
    def in_front() -> None:
        if not request.path.startswith(_OWN_DOORS):
            access.admit(request)

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return refusal.answer()

    @app.errorhandler(HTTPException)
    def unknown(error: HTTPException) -> Response:
        return Refusal(error.code or 500, error.name).answer()

    return app


def _people(app: Flask, shop: Shop, merchant: Merchant) -> None:
    """`POST /_person/orders`, `POST /_person/orders/<id>/<deed>` with the deed's arguments as JSON."""

    @app.get("/_person/orders")
    def people_see() -> Response:
        return answer([{"orderID": sale.id, "status": sale.status} for sale in shop.orders.values()])

    @app.post("/_person/orders")
    def people_order() -> Response:
        return answer({"orderID": merchant.place().id})

    @app.post("/_person/orders/<id>/<deed>")
    def people_act(id: str, deed: str) -> Response:
        if deed not in _DEEDS:
            raise Refusal(404, f"No such deed: {deed}")
        getattr(merchant, deed)(id, **(request.get_json(silent=True) or {}))
        return answer({})
