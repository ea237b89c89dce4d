"""A setting says how a payload is understood: what was read is news once it is understood otherwise."""

from msgspec.structs import replace
from tests.support.woo import beside
from tests.support.world import World

from facturier.flows.find import poll
from facturier.shops.woocommerce.sandbox.markets.romania import FIRM, MARKET, SOLD
from facturier.shops.woocommerce.table import META_KEYS
from facturier.store.models import Connection, Order, Snapshot


def number_of(order: Order) -> str:
    order.refresh_from_db()
    assert order.snapshot is not None
    assert order.snapshot.facts is not None
    return order.snapshot.facts.buyer.tax_id


def test_a_shop_that_renames_a_vat_key_is_put_right_by_a_setting(world: World) -> None:
    """And what is read again unchanged, as always, is none."""
    sandbox, row = beside(world)
    renamed = replace(FIRM, company="Exemplu SRL", meta={"_new_cui": "RO14399840"})
    sandbox.merchant.place(MARKET.cart(renamed, SOLD[:1]))
    poll(world.env, row.pk)
    order = Order.objects.get(shop=row)
    assert number_of(order) == ""
    poll(world.env, row.pk)
    assert Snapshot.objects.filter(order=order).count() == 1
    keys = f"{META_KEYS}\ntax_id = _new_cui"
    Connection.objects.filter(pk=row.pk).update(settings={**row.settings, "meta_keys": keys})
    poll(world.env, row.pk)
    assert number_of(order) == "RO14399840"
    assert order.look_at is not None
    assert order.look_at <= world.clock.now()
