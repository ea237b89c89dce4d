"""Facturier: every sale becomes exactly one correct fiscal document."""

__version__ = "0.1.0"
