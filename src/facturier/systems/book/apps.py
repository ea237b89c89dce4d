"""The book's tables in Facturier's database; `settings` finds them by the entry point group `facturier.tables`."""

from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "facturier.systems.book"
    label = "book"
