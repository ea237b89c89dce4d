"""All doors of the shop as one app, and what stands in front of them."""

from collections.abc import Iterable
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import HTTPException

from facturier.sandbox.kit import OWN_DOORS, page
from facturier.shops.woocommerce.sandbox import api, hooks, person, products
from facturier.shops.woocommerce.sandbox.access import Access
from facturier.shops.woocommerce.sandbox.merchant import Merchant
from facturier.shops.woocommerce.sandbox.refusal import Refusal, no_route
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.telling import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = "/wp-json/wc/v3"


def build(shop: Shop, access: Access, merchant: Merchant, hooked: hooks.Hooks) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(api.orders(shop, access, merchant), url_prefix=ROOT)
    app.register_blueprint(api.beside(shop, access, merchant), url_prefix=ROOT)
    app.register_blueprint(
        products.doors(shop, access, products.Catalogue(shop.market.sold)), url_prefix=ROOT
    )
    app.register_blueprint(hooks.doors(hooked, access), url_prefix=ROOT)
    app.register_blueprint(person.doors(shop, merchant))
    _guard(app, shop)
    app.wsgi_app = _Addressed(app.wsgi_app, shop)  # type: ignore[method-assign]
    return app


class _Addressed:
    """How WordPress finds what was meant: `?rest_route=` for a path, `?_method=` for a verb. One call at a time."""

    def __init__(self, app: "WSGIApplication", shop: Shop) -> None:
        self._app = app
        self._shop = shop

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        environ.setdefault("REQUEST_URI", environ["PATH_INFO"].encode("latin-1").decode("utf-8"))
        if "rest_route" in asked and environ["PATH_INFO"] in ("/", "/index.php"):
            environ["PATH_INFO"] = "/wp-json" + asked["rest_route"]
        elif self._shop.switches.plain_permalinks and environ["PATH_INFO"].startswith("/wp-json"):
            environ["PATH_INFO"] = "/there-is-no-such-page"
        environ["shop.method"] = environ["REQUEST_METHOD"]
        if environ["REQUEST_METHOD"] == "POST" and "_method" in asked:
            environ["REQUEST_METHOD"] = asked["_method"].upper()
        with self._shop.lock:
            return self._app(environ, start_response)


def _guard(app: Flask, shop: Shop) -> None:
    @app.before_request
    def in_front() -> Response | None:
        """What a request meets before WordPress looks at its path."""
        if request.path.startswith(OWN_DOORS):
            return None
        if shop.switches.waf:
            return make_response(page(shop.switches.waf, "One moment, please"))
        if shop.switches.blocks_put and request.environ["shop.method"] == "PUT":
            return make_response(page(501, "501 Method Not Implemented"))
        return None

    @app.after_request
    def with_date(found: Response) -> Response:
        found.headers["Date"] = format_datetime(shop.clock.now(), usegmt=True)
        return found

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return answer(refusal.body(shop.switches.language), refusal.status)

    @app.errorhandler(HTTPException)
    def unknown(error: HTTPException) -> Response:
        if request.path.startswith("/wp-json"):
            return refused(no_route())
        return make_response(page(error.code or 404, "Page not found"))
