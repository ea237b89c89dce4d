"""The shop port for Magento 2."""

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
from facturier.shops.magento.check import checks
from facturier.shops.magento.client import Client
from facturier.shops.magento.payload import Mapper, opened
from facturier.shops.magento.poll import Position, heard, sweep
from facturier.shops.magento.settings import Settings
from facturier.shops.magento.writeback import write

_CAPABILITIES = ShopCapabilities(
    writes_comment=True, writes_status=True, writes_invoice=True, tells_elsewhere=True
)


class MagentoShop:
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
        return str(Position.at(moment))

    def order(self, remote_id: str) -> Heard:
        raw = self._client.read_as(Raw, f"/orders/{remote_id}")
        return heard(self._client, self._mapper, [opened(raw)])[0]

    def elsewhere(self, order: Order) -> tuple[Elsewhere, ...]:
        """Asked afresh. For an edited order, documents of the order that it replaces are included."""
        found = self.order(order.remote_id)
        if found.order is None:
            raise Refused(
                say("Order %(number)s can no longer be read: %(why)s", number=order.number, why=found.trouble)
            )
        return found.order.elsewhere

    def record(self, order: Order, document: Issued, how: WriteBack) -> None:
        """See `writeback`. The comment's words come from `how`; `document` needs no field of its own."""
        write(self._client, self._settings, order.remote_id, how)

    def check(self) -> tuple[Check, ...]:
        return checks(self._client, self._settings)


def open_shop(settings: Settings, open_http: OpenHttp) -> MagentoShop:
    return MagentoShop(settings, open_http)


CONNECTOR = Connector(
    name="magento",
    title="Magento 2 / Blugento",
    settings=Settings,
    shop=open_shop,
    sandbox="facturier.shops.magento.sandbox:create_filled",
)
