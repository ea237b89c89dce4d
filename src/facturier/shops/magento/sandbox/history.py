"""Comments on orders and on their documents."""

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.refusal import Refusal
from facturier.shops.magento.sandbox.shop import Shop


def comment_order(
    shop: Shop,
    order: Json,
    words: str,
    status: str = "",
    kind: str = "order",
    *,
    told: int = 0,
    shown: int = 0,
) -> Json:
    """Put a comment first in the order's history; `kind` is the entity that it came with."""
    comment = {
        "comment": words,
        "created_at": shop.now(),
        "entity_id": shop.next_comment(),
        "entity_name": kind,
        "is_customer_notified": told,
        "is_visible_on_front": shown,
        "parent_id": order["entity_id"],
        "status": status or order["status"],
    }
    order["status_histories"].insert(0, comment)
    shop.touch(order)
    return comment


def post_comment(shop: Shop, order: Json, history: Json) -> None:
    """A comment that came through the API. Raises Refusal for a status that is not the order's own."""
    status = str(history.get("status") or order["status"])
    if status != order["status"]:
        if not shop.switches.comment_changes_status:
            words = 'Unable to add comment: The status "%1" is not part of the order status history.'
            raise Refusal(400, words, [status])
        order["status"] = status
    comment_order(
        shop,
        order,
        str(history.get("comment") or ""),
        told=int(history.get("is_customer_notified") or 0),
        shown=int(history.get("is_visible_on_front") or 0),
    )


def document_comment(shop: Shop, document: Json, comment: Json) -> Json:
    """A comment on an invoice, a shipment or a credit memo, not yet put there."""
    return {
        "comment": str(comment.get("comment") or ""),
        "created_at": shop.now(),
        "entity_id": shop.next_comment(),
        "is_customer_notified": int(comment.get("is_customer_notified") or 0),
        "is_visible_on_front": int(comment.get("is_visible_on_front") or 0),
        "parent_id": document["entity_id"],
    }
