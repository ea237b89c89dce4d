"""Orders: lists, one order, comments, saving, cancel and hold."""

from typing import Any

from facturier.shops.magento.sandbox import managing
from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.door import Door, body, part
from facturier.shops.magento.sandbox.columns import ORDER_COLUMNS
from facturier.shops.magento.sandbox.criteria import Filter, Search
from facturier.shops.magento.sandbox.history import post_comment
from facturier.shops.magento.sandbox.telling import tell_order

_VIEW = "Magento_Sales::actions_view"
_COMMENT = "Magento_Sales::comment"
_CREATE = "Magento_Sales::create"


def routes(door: Door) -> None:
    _reading(door)
    _acting(door)
    shop = door.shop

    @door.route("/V1/orders/<int:order_id>/comments", _COMMENT, "POST")
    def comment(order_id: int) -> bool:
        history = part(body(), "statusHistory")
        post_comment(shop, shop.order(order_id), history)
        return True

    def save() -> Json:
        return tell_order(shop, managing.save(shop, part(body(), "entity")))

    door.route("/V1/orders", _CREATE, "POST")(save)
    door.route("/V1/orders/create", _CREATE, "PUT")(save)


def _reading(door: Door) -> None:
    shop = door.shop

    @door.route("/V1/orders", _VIEW)
    def orders() -> Json:
        page = door.list(shop.orders.values(), ORDER_COLUMNS)
        page["items"] = [tell_order(shop, order) for order in page["items"]]
        return page

    @door.route("/V1/orders/<int:order_id>", _VIEW)
    def order(order_id: int) -> Json:
        return tell_order(shop, shop.order(order_id))

    @door.route("/V1/orders/<int:order_id>/statuses", _VIEW)
    def status(order_id: int) -> Any:
        return shop.order(order_id)["status"]

    @door.route("/V1/orders/<int:order_id>/comments", _VIEW)
    def comments(order_id: int) -> Json:
        return comment_list(shop.order(order_id)["status_histories"], order_id)


def _acting(door: Door) -> None:
    shop = door.shop
    for name, act in (("cancel", managing.cancel), ("hold", managing.hold), ("unhold", managing.unhold)):

        def view(order_id: int, act: Any = act) -> bool:
            return bool(act(shop, shop.order(order_id)))

        door.route(f"/V1/orders/<int:order_id>/{name}", f"Magento_Sales::{name}", "POST")(view)

    @door.route("/V1/orders/<int:order_id>/emails", "Magento_Sales::emails", "POST")
    def mail(order_id: int) -> bool:
        shop.order(order_id)["email_sent"] = 1
        return True


def comment_list(comments: list[Json], parent_id: int) -> Json:
    search = Search(groups=((Filter("parent_id", str(parent_id)),),))
    return {"items": comments, "search_criteria": search.echo(), "total_count": len(comments)}
