"""Orders to try things with: real ones, made-up ones that cover the trade, and any number by chance."""

from datetime import datetime
from random import Random

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.catalogue import random_basket
from facturier.shops.magento.sandbox.document import order_document
from facturier.shops.magento.sandbox.orders.demo import demo_orders
from facturier.shops.magento.sandbox.orders.real import REAL_ORDERS, real
from facturier.shops.magento.sandbox.orders.sample import DemoOrder, Fate

__all__ = ["REAL_ORDERS", "DemoOrder", "Fate", "demo_orders", "random_order", "real"]


def random_order(random: Random, entity_id: int, placed_at: datetime, rules: Rules | None = None) -> Json:
    """An order document by chance, numbered `entity_id`; `rules` are the shop's (None: by chance too)."""
    return order_document(random_basket(random, rules), entity_id, placed_at)
