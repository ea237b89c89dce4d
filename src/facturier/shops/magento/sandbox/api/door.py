"""What every route shares: rights, one request at a time, field choice, and JSON in and out."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import msgspec
from flask import Response, request

from facturier.shops.magento.sandbox import choice, criteria
from facturier.shops.magento.sandbox.access import Access
from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.router import Router, View
from facturier.shops.magento.sandbox.listing import listing
from facturier.shops.magento.sandbox.refusal import Refusal, required, wrong_type
from facturier.shops.magento.sandbox.shop import Shop

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class Door:
    """The doors of `/rest/<store>`. Handles one request at a time."""

    def __init__(self, shop: Shop, access: Access) -> None:
        self.shop = shop
        self.access = access
        self._router = Router()

    def route(
        self, rule: str, resource: str = "", method: str = "GET", status: int = 200
    ) -> Callable[[View], View]:
        """Register a view. An empty `resource` is open to everyone. The view returns what JSON can tell."""

        def register(view: View) -> View:
            self._router.add(method, rule, view, resource, status)
            return view

        return register

    def answer(self) -> Response:
        """Answer the present request. Raises Refusal."""
        wrong_method = self.shop.switches.wrong_method_status
        route, parts = self._router.find(request.method, request.path, wrong_method)
        with self.shop.lock:
            if route.resource:
                self.access.require(request, route.resource)
            return told(route.view(**parts), route.status)

    def list(self, rows: Collection[Json], columns: frozenset[str]) -> Json:
        """The page of `rows` that this request searches for."""
        switches = self.shop.switches
        search = criteria.parse(request.args.items(multi=True), limited=switches.input_limiting)
        return listing(rows, search, columns, clamps=switches.clamps_last_page, random=self.shop.random)


def told(answer: Any, status: int = 200) -> Response:
    """`answer` as JSON, only with the fields that the request chose."""
    if status < 300 and request.args.get("fields"):
        answer = choice.choose(answer, choice.parse(request.args["fields"]))
    return Response(_ENCODER.encode(answer), status, content_type="application/json; charset=utf-8")


def body() -> Json:
    """The request's JSON object; an empty body is an empty one. Raises Refusal: 400 for broken JSON."""
    sent = anything() if request.get_data() else {}
    if not isinstance(sent, dict):
        raise Refusal(400, "Decoding error.")
    return sent


def anything() -> Any:
    """The request's JSON. Raises Refusal: 400 for broken JSON."""
    try:
        return _DECODER.decode(request.get_data())
    except msgspec.DecodeError:
        raise Refusal(400, "Decoding error.") from None


def part(sent: Json, field: str) -> Json:
    """An object that the call needs. Raises Refusal."""
    if field not in sent:
        raise required(field)
    if not isinstance(sent[field], dict):
        raise wrong_type(sent[field], "object")
    return dict(sent[field])


def pieces(sent: Json) -> dict[int, Decimal]:
    """`items: [{order_item_id, qty}]` by item id. Raises Refusal."""
    found: dict[int, Decimal] = {}
    for item in sent.get("items") or ():
        for field in ("order_item_id", "qty"):
            if field not in item:
                raise required(field)
        found[int(figure(item["order_item_id"]))] = figure(item["qty"])
    return found


def figure(value: object) -> Decimal:
    """A number, sent as one or as text. Raises Refusal."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise wrong_type(value, "float") from None


def number_or_text(shop: Shop, entity_id: int) -> int | str:
    """A new document's id as this shop answers it."""
    return str(entity_id) if shop.switches.id_as_string else entity_id
