"""The shop port for TeamSystem Commerce."""

from collections.abc import Iterator
from datetime import datetime

from facturier.model.document import Issued
from facturier.model.order import Elsewhere, Order
from facturier.ports.connector import Connector, OpenHttp
from facturier.ports.offers import Check
from facturier.ports.shop import Heard, Page, ShopCapabilities, WriteBack
from facturier.shops.teamsystem import poll
from facturier.shops.teamsystem.check import checks
from facturier.shops.teamsystem.client import LIMIT, Client
from facturier.shops.teamsystem.hooks import open_hooks
from facturier.shops.teamsystem.lookups import Lookups
from facturier.shops.teamsystem.payload import Mapper
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.writeback import write


class TeamSystemShop:
    """See `ports.shop.Shop`. Every call may raise the errors of `client.Client`."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._settings = settings
        self._client = Client(settings, open_http)

    @property
    def capabilities(self) -> ShopCapabilities:
        return ShopCapabilities(
            limit=LIMIT, tells_refunds=False, writes_status=bool(self._settings.status_call.strip())
        )

    @property
    def identity(self) -> str:
        return self._settings.identity

    def orders(self, cursor: str) -> Iterator[Page]:
        """See `poll`: nothing is lost while orders change, and open ones are heard again now and then."""
        return poll.Sweep(self._client, self._settings, self._mapper(), cursor).pages()

    def cursor_at(self, moment: datetime) -> str:
        """Of orders placed since then: when an older one changed, the shop does not tell."""
        return str(poll.Position.at(moment))

    def order(self, remote_id: str) -> Heard:
        return poll.one(self._client, self._mapper(), remote_id)

    def elsewhere(self, order: Order) -> tuple[Elsewhere, ...]:
        """No place is known where other tools leave their documents."""
        return ()

    def record(self, order: Order, document: Issued, how: WriteBack) -> None:
        write(self._client, self._settings, order.remote_id, how)

    def check(self) -> tuple[Check, ...]:
        return checks(self._client, self._settings, self._mapper())

    def _mapper(self) -> Mapper:
        return Mapper(self._settings, Lookups(self._client, self._settings))


def open_shop(settings: Settings, open_http: OpenHttp) -> TeamSystemShop:
    return TeamSystemShop(settings, open_http)


CONNECTOR = Connector(
    name="teamsystem",
    title="TeamSystem Commerce (Storeden)",
    settings=Settings,
    country="IT",
    shop=open_shop,
    hooks=open_hooks,
    sandbox="facturier.shops.teamsystem.sandbox:create_filled",
)
