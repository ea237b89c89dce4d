"""`facturier book lock DAY`: a period whose figures were handed in stays as it is."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from facturier.model.message import say
from facturier.ports.errands import Report
from facturier.ports.errors import Refused
from facturier.systems.book.errands.ground import book, day, today
from facturier.systems.book.models import Ledger, Series


def run(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """Waits for documents that are being issued. Raises Refused for a day that has not passed, or that lies
    within what is closed already."""
    found, _ = book(connections, words)
    until = day(words["day"])
    if until >= today(found):
        raise Refused(say("%(day)s has not passed yet.", day=until), "DATE")
    with transaction.atomic():
        list(Series.objects.select_for_update(no_key=True).filter(ledger=found).order_by("pk"))
        ledger = Ledger.objects.select_for_update().get(pk=found.pk)
        if ledger.locked_upto and until <= ledger.locked_upto:
            raise Refused(
                say("The period up to %(day)s is closed already.", day=ledger.locked_upto), "PERIOD-LOCKED"
            )
        ledger.locked_upto = until
        ledger.save(update_fields=["locked_upto"])
    return Report(
        say("Nothing is dated on or before %(day)s any more in “%(name)s”.", day=until, name=ledger)
    )
