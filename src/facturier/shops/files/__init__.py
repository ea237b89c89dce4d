"""A watched folder of JSON, CSV and spreadsheets as a source of orders, for any shop without a connector."""

from facturier.shops.files.connector import CONNECTOR

__all__ = ["CONNECTOR"]
