"""Whether everything has come to rest, by our own book. While the database is away it has not."""

from collections import Counter

from django.db import DatabaseError, InterfaceError, connection

from facturier.store.models import Document, Effect, Order, Standing, State


def standing() -> Counter[str]:
    """How many orders, documents and effects are in which state; empty while the database is away."""
    try:
        return Counter(
            f"{what} {state}"
            for what, states in (
                ("order", Order.objects.values_list("standing", flat=True)),
                ("document", Document.objects.values_list("state", flat=True)),
                ("effect", Effect.objects.values_list("state", flat=True)),
            )
            for state in states
        )
    except (DatabaseError, InterfaceError):
        connection.close()
        return Counter()


def at_rest(now: Counter[str], orders: int) -> bool:
    """All orders are known and have their documents, and nothing is left to do for any."""
    over = {f"order {Standing.VERIFIED}", f"document {State.VERIFIED}", f"effect {Effect.State.DONE}"}
    return now[f"order {Standing.VERIFIED}"] == orders and over.issuperset(now)
