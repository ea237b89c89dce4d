"""The shop port for a watched folder."""

from collections.abc import Iterator
from datetime import UTC, datetime

from facturier.model.document import Issued
from facturier.model.order import Elsewhere, Order
from facturier.ports.connector import Connector, OpenHttp
from facturier.ports.errors import Missing
from facturier.ports.offers import Check
from facturier.ports.shop import Heard, Page, ShopCapabilities, WriteBack
from facturier.shops.files import lookup, results
from facturier.shops.files.check import checks
from facturier.shops.files.failures import told
from facturier.shops.files.poll import Position, Sweep
from facturier.shops.files.settings import Settings

_CAPABILITIES = ShopCapabilities(writes_comment=True, writes_status=True, tells_elsewhere=True)


class FilesShop:
    """See `ports.shop.Shop`. An order's remote id is its number. Every call may raise Misconfigured (the folder,
    a right) and NotNow (a full disk, a share that does not answer)."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._settings = settings
        # No call is ever made; but the clock by which files come to rest is that of whoever opened us.
        self._clock = open_http("http://folder.invalid", scope=f"files:{settings.identity}").clock

    @property
    def capabilities(self) -> ShopCapabilities:
        return _CAPABILITIES

    @property
    def identity(self) -> str:
        return self._settings.identity

    def orders(self, cursor: str) -> Iterator[Page]:
        """See `poll`. Takes as long as files need to come to rest, if there are any."""
        sweep = Sweep(self._settings, self._clock, cursor)
        with told(self._settings.inbox, self._clock):
            yield from sweep.pages()

    def cursor_at(self, moment: datetime) -> str:
        return str(Position(since=moment.astimezone(UTC)))

    def order(self, remote_id: str) -> Heard:
        with told(self._settings.inbox, self._clock):
            return lookup.order(self._settings, self._clock, remote_id)

    def elsewhere(self, order: Order) -> tuple[Elsewhere, ...]:
        """What the newest file says; what was heard, once no file tells of the order any more."""
        try:
            found = self.order(order.remote_id).order
        except Missing:
            return order.elsewhere
        return found.elsewhere if found is not None else order.elsewhere

    def record(self, order: Order, document: Issued, how: WriteBack) -> None:
        with told(self._settings.results_folder, self._clock):
            results.record(self._settings.results_folder, self.identity, order.number, document, how)

    def check(self) -> tuple[Check, ...]:
        return checks(self._settings, self._clock)


def open_shop(settings: Settings, open_http: OpenHttp) -> FilesShop:
    return FilesShop(settings, open_http)


CONNECTOR = Connector(
    name="files",
    title="Watched folder",
    settings=Settings,
    shop=open_shop,
    sandbox="facturier.shops.files.sandbox:create_filled",
    errands="facturier.shops.files.errands:ERRANDS",
)
