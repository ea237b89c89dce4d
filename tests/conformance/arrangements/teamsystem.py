"""How TeamSystem Commerce's simulator is arranged for the suite."""

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
from facturier.shops.teamsystem.sandbox import TeamSystemSandbox, create, create_filled
from facturier.shops.teamsystem.sandbox.merchant import Merchant
from facturier.shops.teamsystem.sandbox.refusal import Refusal

STATUS = "/orders/status.json"


class TeamSystemArrangement:
    """See `tests.conformance.arrangement.ShopArrangement`.

    The vendor's documents know no refunds, no holds and no comments of other tools: those acts do nothing here.
    """

    optional: Mapping[str, MayLack] = {
        "order: orders.cart.items.*.sku": MayLack(
            "a SKU can be empty: the product's number takes its place", ("lines.sku",)
        ),
        "order: orders.cart.couponCode": MayLack("only what a discount is called", ("lines.name",)),
        **{
            f"order: orders.{whose}.{field}": MayLack("a buyer may leave it empty", (f"{part}.{changed}",))
            for whose, part, field, changed in (
                ("billing", "buyer.address", "addr2", "extra"),
                ("billing", "buyer", "email", "email"),
                ("delivery", "ship_to", "addr1", "street"),
                ("delivery", "ship_to", "addr2", "extra"),
                ("delivery", "ship_to", "city", "city"),
            )
        },
    }
    seller = Company(
        name="Venditore Srl",
        country="IT",
        tax_id="IT01234567897",
        zone="Europe/Rome",
        currency="EUR",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    vat: Sequence[VatOffer] = tuple(VatOffer(f"{rate}%", Decimal(rate)) for rate in (22, 10, 4, 0))
    paging: Sequence[Switches] = tuple(
        {"newest_first": newest, "largest_limit": largest}
        for newest in (True, False)
        for largest in (None, 3)
    )
    limits: Sequence[Switches] = ({"quota": 20},)
    marks: Mapping[str, str] = {}
    harmless: Sequence[str] = ()
    status = "2"

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, status_path=STATUS, **switches)

    def stocked(self, clock: VirtualClock) -> Sandbox:
        return create_filled(clock=clock, status_path=STATUS)

    def settings(self, sandbox: Sandbox) -> Values:
        """With the call that sets a status, as if the vendor had told its owner: so that it is proved, too."""
        return {**sandbox.settings(URL), "status_call": f"PUT {STATUS} orderID={{order}}&status={{status}}"}

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another key": {**values, "api_key": "f" * 64},
            "another exchange": {**values, "exchange_token": "f" * 64},
            "an address where no API is": {**values, "base_url": f"{URL}/v9"},
        }

    def paged(self, values: Values, size: int) -> Values:
        return {**values, "page_size": min(size, 100)}

    def spellings(self, values: Values) -> Sequence[Values]:
        host = values["shop_address"].removeprefix("https://")
        ways = (f"{host}", f"https://{host}/", f"https://www.{host}", f"HTTPS://{host.upper()}/it/")
        return tuple({**values, "shop_address": way} for way in ways)

    def order_ids(self, sandbox: Sandbox) -> Sequence[str]:
        return list(_shop(sandbox).shop.orders)

    def payable_of(self, sandbox: Sandbox, remote_id: str) -> Decimal:
        return _shop(sandbox).shop.order(remote_id).payable

    def place(self, sandbox: Sandbox) -> str:
        return _shop(sandbox).merchant.place().id

    def acts(self) -> Mapping[str, Callable[[Sandbox, str], None]]:
        deeds: Mapping[str, Callable[[Merchant, str], object]] = {
            "pay": lambda merchant, id: merchant.pay(id),
            "ship": lambda merchant, id: merchant.set_status(id, 3),
            "cancel": lambda merchant, id: merchant.cancel(id),
            "edit": lambda merchant, id: merchant.edit(id),
            **dict.fromkeys(("refund", "hold", "comment"), lambda merchant, id: None),
        }
        return {name: _willing(deed) for name, deed in deeds.items()}

    def write(self, sandbox: Sandbox, remote_id: str, words: str) -> None:
        """There is no place for words that the API tells."""

    def written(self, sandbox: Sandbox, remote_id: str) -> Sequence[str]:
        return ()

    def status_of(self, sandbox: Sandbox, remote_id: str) -> str:
        return str(_shop(sandbox).shop.order(remote_id).status)

    def invoices_of(self, sandbox: Sandbox, remote_id: str) -> int:
        return 0


def _willing(deed: Callable[[Merchant, str], object]) -> Callable[[Sandbox, str], None]:
    def act(sandbox: Sandbox, remote_id: str) -> None:
        with suppress(Refusal):
            deed(_shop(sandbox).merchant, remote_id)

    return act


def _shop(sandbox: Sandbox) -> TeamSystemSandbox:
    return cast(TeamSystemSandbox, sandbox)


ARRANGEMENT = TeamSystemArrangement()
