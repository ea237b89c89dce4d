"""Magento 2, Adobe Commerce and Blugento as a source of orders."""

from facturier.shops.magento.connector import CONNECTOR

__all__ = ["CONNECTOR"]
