"""The demonstration: a few days of a small Italian shop, placed one after the other."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from facturier.shops.teamsystem.sandbox import people
from facturier.shops.teamsystem.sandbox.goods import STATES
from facturier.shops.teamsystem.sandbox.merchant import Merchant, Pieces
from facturier.shops.teamsystem.sandbox.sale import CLOSED, DELIVERED, PREPARING, SENT, Sale
from facturier.shops.teamsystem.sandbox.shop import Shop

_APART = timedelta(hours=3)


def fill(shop: Shop, merchant: Merchant) -> None:
    """Of each sort one, the newest just now."""
    stories = _stories(shop, merchant)
    first = shop.now() - _APART * len(stories)
    for place, tell in enumerate(stories):
        sale = tell()
        sale.placed_at = sale.changed_at = first + _APART * place


def _stories(shop: Shop, merchant: Merchant) -> list[Callable[[], Sale]]:
    wares = shop.products

    def of(*pieces: tuple[int, str, int]) -> Pieces:
        return [(wares[uid], variant, count) for uid, variant, count in pieces]

    def then(sale: Sale, status: int) -> Sale:
        merchant.set_status(sale.id, status)
        return sale

    abroad = replace(people.guest(), fullname="John Sample", country=STATES, city="Boston", zip="02101")
    return [
        lambda: merchant.place(people.firm(), of((105256, "", 1)), shipping=Decimal(0)),
        lambda: then(merchant.place(people.firm(), of((105251, "xl_red", 2), (105252, "", 1))), 1),
        lambda: then(merchant.place(people.woman(), of((105253, "", 3), (105252, "", 2))), PREPARING),
        lambda: then(merchant.place(people.woman(), of((105254, "", 1), (105251, "m_blue", 1))), SENT),
        lambda: then(
            merchant.place(people.firm(), of((105256, "", 2)), discount=Decimal("23.50"), coupon="DIECI"),
            DELIVERED,
        ),
        lambda: then(merchant.place(people.guest(), of((105252, "", 4))), CLOSED),
        lambda: then(merchant.place(people.firm(), of((105252, "", 1))), 6),
        lambda: then(merchant.place(people.german(), of((105251, "xl_red", 1))), 1),
        lambda: then(merchant.place(abroad, of((105256, "", 1))), 1),
        lambda: then(merchant.place(people.firm(), of((105255, "", 1))), 1),
        lambda: merchant.place(people.firm(), of((105252, "", 3)), delivery=people.german()),
        lambda: then(merchant.place(people.firm(), of((105253, "", 1), (105256, "", 1))), 1),
    ]
