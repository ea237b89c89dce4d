"""How WooCommerce's simulator is arranged for the suite."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tests.conformance.arrangement import MayLack, Switches, Values
from tests.conformance.line import URL

from facturier.drafting.company import Company, Dated
from facturier.model.reference import marks_in
from facturier.ports.offers import VatOffer
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.woocommerce.sandbox import WooSandbox, create, create_filled
from facturier.shops.woocommerce.sandbox.merchant import Merchant
from facturier.shops.woocommerce.sandbox.refusal import Refusal
from facturier.shops.woocommerce.writeback import NOTED

_KEYS = {
    "SmartBill": ("smartbill_document_number", "smartbill_invoice_series", "smartbill_public_link"),
    "Oblio": ("oblio_invoice_number", "oblio_invoice_series_name", "oblio_invoice_link"),
}


class WooArrangement:
    """See `tests.conformance.arrangement.ShopArrangement`."""

    optional: Mapping[str, MayLack] = {
        "order: orders.date_paid_gmt": MayLack("null when it is not paid", ("payment.paid*",)),
        "order: orders.line_items.#.sku": MayLack(
            "null where the product is gone, a number where it looks like one", ("lines.sku",), typed=True
        ),
        "order: orders.meta_data.#.value*": MayLack(
            "plug-ins write what they like", ("buyer.*", "elsewhere*"), typed=True
        ),
        "order: orders.refunds*": MayLack("nothing else tells of a refund of a part", ("refunds",)),
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
    paging: Sequence[Switches] = (
        {},
        {"knows_modified_after": False},
        {"inclusive_bounds": True},
        {"tells_totals": False},
    )
    limits: Sequence[Switches] = ()
    marks: Mapping[str, str] = {
        "SmartBill ABC 45": "45",
        "Oblio FO 12 https://oblio.example/fo-12": "12",
    }
    harmless: Sequence[str] = (
        "Clientul cere factura pe firma.",
        "Factura ABC 45 a fost ceruta pe hartie",
        "SmartBill: the connection failed, we shall try again",
    )
    status = "in-pregatire"

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def stocked(self, clock: VirtualClock) -> Sandbox:
        return create_filled(clock=clock)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings(URL)

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another consumer key": {**values, "consumer_key": f"ck_{'f' * 40}"},
            "another consumer secret": {**values, "consumer_secret": f"cs_{'f' * 40}"},
            "a folder that is not the shop's": {**values, "base_url": f"{URL}/blog"},
        }

    def paged(self, values: Values, size: int) -> Values:
        """No list of the shop is longer than a hundred."""
        return {**values, "page_size": min(size, 100)}

    def spellings(self, values: Values) -> Sequence[Values]:
        host = URL.removeprefix("http://")
        ways = (
            f"{URL}/",
            f"http://www.{host}",
            f"{URL}/wp-json/wc/v3",
            f"{URL}/wp-admin/",
            f"HTTP://{host.upper()}",
        )
        return tuple({**values, "base_url": way.replace("HTTP://", "http://")} for way in ways)

    def order_ids(self, sandbox: Sandbox) -> Sequence[str]:
        return [str(id) for id in _woo(sandbox).shop.orders]

    def payable_of(self, sandbox: Sandbox, remote_id: str) -> Decimal:
        return Decimal(_woo(sandbox).shop.order(int(remote_id))["total"])

    def place(self, sandbox: Sandbox) -> str:
        return str(_woo(sandbox).merchant.place()["id"])

    def acts(self) -> Mapping[str, Callable[[Sandbox, str], None]]:
        deeds: Mapping[str, Callable[[Merchant, int], object]] = {
            "pay": Merchant.pay,
            "ship": Merchant.ship,
            "refund": Merchant.refund,
            "refund_piece": Merchant.refund_piece,
            "refund_money": lambda merchant, order: merchant.refund_money(order, "1.00"),
            "cancel": Merchant.cancel,
            "hold": Merchant.hold,
            "edit": Merchant.edit,
            "trash": Merchant.trash,
            "restore": Merchant.restore,
            "comment": lambda merchant, order: merchant.comment(order, "Sunați înainte de livrare."),
            "status": lambda merchant, order: merchant.set_status(order, "in-pregatire"),
        }
        return {name: _willing(deed) for name, deed in deeds.items()}

    def write(self, sandbox: Sandbox, remote_id: str, words: str) -> None:
        """Another tool has keys of its own for its document; a person writes a note."""
        merchant = _woo(sandbox).merchant
        if words not in self.marks:
            merchant.comment(int(remote_id), words)
            return
        tool, series, number, *link = words.split()
        told = (number, series, *link)
        for key, value in zip(_KEYS[tool], told, strict=False):
            merchant.write_meta(int(remote_id), key, value)

    def written(self, sandbox: Sandbox, remote_id: str) -> Sequence[str]:
        """A note of ours is wholly written when the order's meta data knows of it, too."""
        shop = _woo(sandbox).shop
        known = {pair["key"]: pair["value"] for pair in shop.order(int(remote_id))["meta_data"]}
        noted = marks_in(known.get(NOTED, ""))
        words = [note["note"] for note in shop.notes[int(remote_id)]]
        return [each for each in words if marks_in(each) <= noted]

    def status_of(self, sandbox: Sandbox, remote_id: str) -> str:
        return str(_woo(sandbox).shop.order(int(remote_id))["status"])

    def invoices_of(self, sandbox: Sandbox, remote_id: str) -> int:
        """WooCommerce has none of its own."""
        return 0


def _willing(deed: Callable[[Merchant, int], object]) -> Callable[[Sandbox, str], None]:
    def act(sandbox: Sandbox, remote_id: str) -> None:
        with suppress(Refusal):
            deed(_woo(sandbox).merchant, int(remote_id))

    return act


def _woo(sandbox: Sandbox) -> WooSandbox:
    return cast(WooSandbox, sandbox)


ARRANGEMENT = WooArrangement()
