"""WooCommerce as a source of orders."""

from facturier.shops.woocommerce.connector import CONNECTOR

__all__ = ["CONNECTOR"]
