"""A book with many invoiced orders in it, copied by the database itself from one that went all the way."""

from django.db import connection, transaction
from django.db.models import Model
from tests.support.arrange import backlog

from bench.ground import House, simulated
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.effects import run
from facturier.flows.env import Env
from facturier.ports.budget import Unlimited
from facturier.store.models import Document, Effect, Intent, Order, Route, Sale, Snapshot

FAST = 1e6
BASE = 1_000
"""Keys of the copies start here; the first rows have the ones below."""
NAMED = "jsonb_set(t.facts, '{buyer,name}', to_jsonb('Ana Exemplu ' || n))"
"""Each copy has a buyer of its own."""


def fill(house: House, orders: int) -> Route:
    """Store `orders` orders with verified documents. Returns their route; its simulator is gone."""
    with simulated(house, FAST) as world:
        route = world.routes[0]
        env = Env(files=house.home.files, budget=Unlimited)
        order = backlog(route, [0])[0]
        decide(env, order.pk)
        document = Document.objects.get(order=order)
        advance(env, document.pk)
        advance(env, document.pk)
        effect = Effect.objects.get(document=document)
        run(env, effect.pk)
        decide(env, order.pk)
    copies = orders - 1
    own = f"{BASE} + n"
    with transaction.atomic():
        of_order = {"snapshot_id": own, "placed_at": _earlier("placed_at")}
        _copy(Order, order.pk, copies, remote_id="n", number="n", origin="t.origin || n", **of_order)
        _copy(Snapshot, order.snapshot_id, copies, order_id=own, facts=NAMED)
        _copy(Sale, document.sale_id, copies, origin="t.origin || n")
        of_document = {
            "sale_id": own,
            "order_id": own,
            "snapshot_id": own,
            "issued_at": _earlier("issued_at"),
        }
        _copy(Document, document.pk, copies, number="n", reference="t.reference || n", **of_document)
        _copy(Intent, document.intents.get().pk, copies, document_id=own)
        _copy(Effect, effect.pk, copies, document_id=own)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return route


def _earlier(column: str) -> str:
    """The copies lie two minutes apart, as the orders of a busy shop do."""
    return f"t.{column} - n * interval '2 minutes'"


def _copy(model: type[Model], row: int | None, copies: int, **changed: str) -> None:
    """`changed`: columns and what they hold in copy `n` of the row `t`."""
    table = model._meta.db_table
    columns = [
        field.column for field in model._meta.concrete_fields if field.column and not field.primary_key
    ]
    values = [changed.get(column, f't."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (id, {names}) SELECT {BASE} + n, {", ".join(values)} '  # noqa: S608
            f'FROM "{table}" t, generate_series(1, %s) n WHERE t.id = %s',
            [copies, row],
        )
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {BASE} + %s)", [copies])
