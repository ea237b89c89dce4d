"""A sale is in the invoices or in the register of takings, never in both and never in neither."""

from collections.abc import Iterator
from datetime import timedelta

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.flows.takings_check import check
from facturier.ports.clock import business_date
from facturier.store.models import TakingsRegister

WEEK = timedelta(days=7)


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    """By the register's own second reckoning, from the totals of the orders alone."""
    for register in TakingsRegister.objects.select_related("company"):
        today = business_date(ground.env.clock.now(), register.company.facts.zone)
        for why in check(ground.env, register, today - WEEK, today).wrong:
            yield str(why)
