"""The simulated shop's app: its REST doors under every address they answer to, and its error answers."""

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import NotFound

from facturier.sandbox.kit import page
from facturier.shops.magento.sandbox.access import Access
from facturier.shops.magento.sandbox.amounts import NotANumber
from facturier.shops.magento.sandbox.api import bulk, orders, sales, stock, store, tokens
from facturier.shops.magento.sandbox.api.door import Door, told
from facturier.shops.magento.sandbox.merchant import Merchant
from facturier.shops.magento.sandbox.person import open_door
from facturier.shops.magento.sandbox.refusal import Refusal, internal_error, no_route, not_acceptable
from facturier.shops.magento.sandbox.shop import Shop

_OWN_DOORS = "/_"
_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


def build(shop: Shop, access: Access, merchant: Merchant, base_url: str) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    door = Door(shop, access)
    orders.routes(door)
    sales.routes(door)
    stock.routes(door)
    store.routes(door, base_url)
    tokens.routes(door)
    bulk.routes(door)
    app.add_url_rule("/<path:path>", "rest", lambda path: door.answer(), methods=_METHODS)
    open_door(app, shop, merchant)
    _guard(app, shop)
    _errors(app, shop)
    return app


def _guard(app: Flask, shop: Shop) -> None:
    @app.before_request
    def in_front() -> Response | None:
        """What a request meets before Magento looks at its path."""
        if request.path.startswith(_OWN_DOORS):
            return None
        if shop.switches.waf:
            return make_response(page(503, "503 Service Temporarily Unavailable"))
        accepted = request.accept_mimetypes
        if accepted and not accepted.accept_json:
            raise not_acceptable(request.headers["Accept"])
        return None

    @app.after_request
    def with_headers(answer: Response) -> Response:
        answer.headers.update(shop.switches.headers)
        return answer


def _errors(app: Flask, shop: Shop) -> None:
    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return told(refusal.body, refusal.status)

    @app.errorhandler(NotFound)
    def unknown(_: NotFound) -> Response:
        return refused(no_route())

    @app.errorhandler(NotANumber)
    def broken_order(_: NotANumber) -> Response:
        return refused(internal_error(f"{shop.random.getrandbits(52):013x}"))
