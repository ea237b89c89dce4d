"""How Magento's simulator is arranged for the suite."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tests.conformance.arrangement import MayLack, Switches, Values
from tests.conformance.line import URL

from facturier.drafting.company import Company, Dated
from facturier.ports.offers import VatOffer
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.magento.sandbox import MagentoSandbox, create, create_filled
from facturier.shops.magento.sandbox.merchant import Merchant
from facturier.shops.magento.sandbox.refusal import Refusal


class MagentoArrangement:
    """See `tests.conformance.arrangement.ShopArrangement`."""

    optional: Mapping[str, MayLack] = {
        **{
            f"order: orders.{where}.{field}": MayLack(why, (f"{part}.{changed}",))
            for where, part in (
                ("billing_address", "buyer.address"),
                ("extension_attributes.shipping_assignments.#.shipping.address", "ship_to"),
            )
            for field, changed, why in (
                ("postcode", "postcode", "always there, but null where a country has none"),
                ("region", "region", "null is left out: not every country has regions"),
                ("region_code", "subdivision", "null is left out: not every country has regions"),
                ("street.#", "*", "as many lines as the buyer filled in"),
            )
        },
        "order: orders.billing_address.company": MayLack("null is left out: persons have none", ("buyer.*",)),
        "order: orders.billing_address.*name": MayLack(
            "always there, but null where one name is all", ("buyer.name", "buyer.contact")
        ),
        "order: orders.items.#.discount_amount": MayLack(
            "only what is shown as discounted", ("lines.discount",)
        ),
        "order: orders.items.#.price": MayLack(
            "null is left out: the row's sums decide", ("lines.unit_net", "prices_include_vat")
        ),
        "order: orders.items.#.price_incl_tax": MayLack(
            "null is left out: the row's sums decide",
            ("lines.unit_gross", "lines.discount", "prices_include_vat"),
        ),
        "order: orders.items.#.original_price": MayLack(
            "null is left out: it only shows how the catalogue is kept", ("prices_include_vat",)
        ),
        "order: orders.items.#.qty_*": MayLack(
            "null is left out: nothing of it happened", ("lines.quantity.*",)
        ),
        "order: orders.payment*": MayLack("null is left out: nothing was chosen", ("payment.method",)),
        "order: orders.shipping_description": MayLack(
            "null is left out: a usual name is taken", ("lines.name",)
        ),
        "order: orders.shipping_incl_tax": MayLack(
            "null is left out: the other sums decide", ("lines.unit_gross",)
        ),
        "order: orders.relation_parent_id": MayLack(
            "null is left out: nearly every order replaces none", ("replaces",)
        ),
        "order: orders.store_name": MayLack("null is left out: the view's number is taken", ("store_view",)),
        "record: comments.items.#.comment": MayLack("null where only the status changed", ("(POST *",)),
        "record: orders.items.#.qty_invoiced": MayLack(
            "null is left out: nothing was invoiced; Magento itself refuses to invoice it twice", ("(POST *",)
        ),
        "order: orders.base_to_order_rate": MayLack(
            "null is left out: a route that converts by it holds without", ("base_rate",)
        ),
    }

    seller = Company(
        name="Vânzător SRL",
        country="RO",
        tax_id="RO14399840",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    vat: Sequence[VatOffer] = (
        VatOffer("Normala", Decimal(21)),
        VatOffer("Redusa", Decimal(11)),
        VatOffer("SDD", Decimal(0)),
    )
    paging: Sequence[Switches] = tuple(
        {"clamps_last_page": clamps, "input_limiting": limited}
        for clamps in (False, True)
        for limited in (False, True)
    )
    limits: Sequence[Switches] = ()
    marks: Mapping[str, str] = {
        "SmartBill: factura seria ABC nr. 45 a fost emisa": "45",
        "Oblio - Factura FO 12 https://oblio.example/fo-12": "12",
    }
    harmless: Sequence[str] = (
        "Clientul cere factura pe firma.",
        "Captured amount of RON 121.00 offline. Invoice #000000012",
        "SmartBill: the connection failed, we shall try again",
    )
    status = "in_pregatire"

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def stocked(self, clock: VirtualClock) -> Sandbox:
        return create_filled(clock=clock)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings(URL)

    def broken(self, values: Values) -> Mapping[str, Values]:
        wrong = {
            f"another {name.replace('_', ' ')}": {**values, name: "f" * 32}
            for name in ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
        }
        bearer: Values = {name: value for name, value in values.items() if name in ("base_url", "start_date")}
        return {
            **wrong,
            "a bearer token where none is taken": {**bearer, "bearer_token": values["access_token"]},
            "a folder that is not the shop's": {**values, "base_url": f"{URL}/blog"},
            "an unknown store view": {**values, "store_code": "no/such"},
        }

    def paged(self, values: Values, size: int) -> Values:
        return {**values, "page_size": size}

    def spellings(self, values: Values) -> Sequence[Values]:
        host = URL.removeprefix("http://")
        ways = (f"{URL}/", f"http://www.{host}", f"{URL}/rest/all/V1", f"{URL}/index.php/", URL.upper())
        return tuple({**values, "base_url": way.replace("HTTP://", "http://")} for way in ways)

    def order_ids(self, sandbox: Sandbox) -> Sequence[str]:
        return [str(entity_id) for entity_id in _magento(sandbox).shop.orders]

    def payable_of(self, sandbox: Sandbox, remote_id: str) -> Decimal:
        return Decimal(_magento(sandbox).shop.order(int(remote_id))["grand_total"])

    def place(self, sandbox: Sandbox) -> str:
        return str(_magento(sandbox).merchant.place()["entity_id"])

    def acts(self) -> Mapping[str, Callable[[Sandbox, str], None]]:
        deeds: Mapping[str, Callable[[Merchant, int], object]] = {
            "pay": lambda merchant, order: merchant.pay(order),
            "ship": lambda merchant, order: merchant.ship(order),
            "refund": lambda merchant, order: merchant.refund(order),
            "cancel": lambda merchant, order: merchant.cancel(order),
            "hold": lambda merchant, order: merchant.hold(order),
            "edit": lambda merchant, order: merchant.edit(order),
            "comment": lambda merchant, order: merchant.comment(order, "Sunați înainte de livrare."),
            "status": lambda merchant, order: merchant.set_status(order, "in_pregatire"),
        }
        return {name: _willing(deed) for name, deed in deeds.items()}

    def write(self, sandbox: Sandbox, remote_id: str, words: str) -> None:
        _magento(sandbox).merchant.comment(int(remote_id), words)

    def written(self, sandbox: Sandbox, remote_id: str) -> Sequence[str]:
        histories = _magento(sandbox).shop.order(int(remote_id))["status_histories"]
        return [history["comment"] for history in histories]

    def status_of(self, sandbox: Sandbox, remote_id: str) -> str:
        return str(_magento(sandbox).shop.order(int(remote_id))["status"])

    def invoices_of(self, sandbox: Sandbox, remote_id: str) -> int:
        invoices = _magento(sandbox).shop.invoices.values()
        return sum(1 for invoice in invoices if str(invoice["order_id"]) == remote_id)


def _willing(deed: Callable[[Merchant, int], object]) -> Callable[[Sandbox, str], None]:
    def act(sandbox: Sandbox, remote_id: str) -> None:
        with suppress(Refusal):
            deed(_magento(sandbox).merchant, int(remote_id))

    return act


def _magento(sandbox: Sandbox) -> MagentoSandbox:
    return cast(MagentoSandbox, sandbox)


ARRANGEMENT = MagentoArrangement()
