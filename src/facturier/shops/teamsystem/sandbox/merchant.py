"""The people around a shop: buyers who order, and the merchant in the back office."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.model.money import ZERO
from facturier.shops.teamsystem.sandbox import people
from facturier.shops.teamsystem.sandbox.goods import Product, some
from facturier.shops.teamsystem.sandbox.refusal import Refusal
from facturier.shops.teamsystem.sandbox.sale import CANCELLED, CLOSED, PAID, WAITING, Person, Row, Sale
from facturier.shops.teamsystem.sandbox.shop import Shop

Pieces = Sequence[tuple[Product, str, int]]
_SHIPPING = (ZERO, Decimal("4.90"), Decimal("7.50"))
_OVER = (CLOSED, CANCELLED)


class Merchant:
    """Acts without the API and its rights. Every method raises Refusal where the shop itself would refuse."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def place(
        self,
        buyer: Person | None = None,
        pieces: Pieces | None = None,
        *,
        shipping: Decimal | None = None,
        discount: Decimal = ZERO,
        coupon: str = "",
        delivery: Person | None = None,
    ) -> Sale:
        """Somebody orders; what is not said is left to chance. Shipping is free where it is not said otherwise."""
        shop = self._shop
        with shop.lock:
            chosen = some(shop.products, shop.random) if pieces is None else pieces
            billing = buyer or people.anybody(shop.random)
            now = shop.now()
            sale = Sale(
                id=shop.next_id(),
                short_id=str(1001 + len(shop.orders)),
                placed_at=now,
                changed_at=now,
                billing=billing,
                delivery=delivery or billing,
                rows=[_row(*piece) for piece in chosen],
                shipping=shop.random.choice(_SHIPPING) if shipping is None else shipping,
                discount=discount,
                coupon=coupon,
            )
            people.remember(shop, billing)
            return shop.admit(sale)

    def pay(self, id: str) -> None:
        if self._open(id).status == WAITING:
            self.set_status(id, PAID)

    def cancel(self, id: str) -> None:
        self._open(id)
        self.set_status(id, CANCELLED)

    def set_status(self, id: str, status: int) -> None:
        with self._shop.lock:
            self._shop.set_status(self._shop.order(id), status)

    def edit(self, id: str) -> None:
        """One piece more of the first thing."""
        with self._shop.lock:
            sale = self._open(id)
            sale.rows[0].count += 1
            self._shop.touch(sale)

    def change_buyer(self, id: str, buyer: Person) -> None:
        """Neither status nor total moves with it."""
        with self._shop.lock:
            sale = self._open(id)
            sale.billing = buyer
            self._shop.touch(sale)

    def delete(self, id: str) -> None:
        with self._shop.lock:
            del self._shop.orders[id]

    def _open(self, id: str) -> Sale:
        sale = self._shop.order(id)
        if sale.status in _OVER:
            raise Refusal(400, "The order cannot be changed")
        return sale


def _row(product: Product, variant: str, count: int) -> Row:
    skus = dict(product.variants)
    return Row(
        uid=product.uid,
        variant=variant,
        title=product.title,
        sku=skus[variant] if variant else product.sku,
        price=product.price,
        count=count,
        percent=product.tax.value if product.tax else ZERO,
    )
