"""TeamSystem Commerce, formerly Storeden, as a source of orders: the Storeden Connect API v1.1."""

from facturier.shops.teamsystem.connector import CONNECTOR

__all__ = ["CONNECTOR"]
