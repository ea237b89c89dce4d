"""The shop port for WooCommerce."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Raw

from facturier.model.document import Issued
from facturier.model.message import say
from facturier.model.order import Elsewhere, Order
from facturier.ports.connector import Connector, OpenHttp
from facturier.ports.errors import Refused
from facturier.ports.offers import Check
from facturier.ports.shop import Heard, Page, ShopCapabilities, WriteBack
from facturier.shops.woocommerce.check import checks
from facturier.shops.woocommerce.client import DECIMALS, Client
from facturier.shops.woocommerce.hooks import open_hooks
from facturier.shops.woocommerce.lists import words
from facturier.shops.woocommerce.payload import Mapper, opened
from facturier.shops.woocommerce.poll import sweep
from facturier.shops.woocommerce.refunds import refunds_of
from facturier.shops.woocommerce.settings import Settings
from facturier.shops.woocommerce.writeback import write

_CAPABILITIES = ShopCapabilities(writes_comment=True, writes_status=True, tells_elsewhere=True)


class WooShop:
    """See `ports.shop.Shop`. Every call may raise the errors of `client.Client`."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._settings = settings
        self._client = Client(settings, open_http)
        self._mapper = Mapper(settings)

    @property
    def capabilities(self) -> ShopCapabilities:
        return _CAPABILITIES

    @property
    def identity(self) -> str:
        return self._settings.identity

    def orders(self, cursor: str) -> Iterator[Page]:
        """See `poll`: nothing is lost while orders change, and some are heard twice."""
        return sweep(self._client, self._settings, self._mapper, cursor)

    def cursor_at(self, moment: datetime) -> str:
        return words(moment)

    def order(self, remote_id: str) -> Heard:
        """Also one that lies in the bin."""
        raw = self._client.read_as(Raw, f"/orders/{remote_id}", [DECIMALS])
        return self._mapper.heard(opened(raw), lambda order: refunds_of(self._client, order))

    def elsewhere(self, order: Order) -> tuple[Elsewhere, ...]:
        """Asked afresh."""
        found = self.order(order.remote_id)
        if found.order is None:
            raise Refused(
                say("Order %(number)s can no longer be read: %(why)s", number=order.number, why=found.trouble)
            )
        return found.order.elsewhere

    def record(self, order: Order, document: Issued, how: WriteBack) -> None:
        """See `writeback`."""
        write(self._client, self._settings, order.remote_id, document, how)

    def check(self) -> tuple[Check, ...]:
        return checks(self._client, self._settings)


def open_shop(settings: Settings, open_http: OpenHttp) -> WooShop:
    return WooShop(settings, open_http)


CONNECTOR = Connector(
    name="woocommerce",
    title="WooCommerce",
    settings=Settings,
    shop=open_shop,
    hooks=open_hooks,
    sandbox="facturier.shops.woocommerce.sandbox:create_filled",
)
