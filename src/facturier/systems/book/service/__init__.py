"""The book as a service: a WSGI app that answers within this process, or behind a simulator's faults."""

from facturier.systems.book.service.app import create

__all__ = ["create"]
