"""Which kind of document an order gets, and what the route says for that kind."""

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.choices import Unasked
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order


class ByHand(Struct, frozen=True, omit_defaults=True):
    """A person sends one order, as a document of this kind. series: another than the route says for it.

    What merely makes the order wait for its turn (payment, status, a request for an invoice) does not count then.
    """

    kind: DocumentKind
    series: str = ""


def kind_of(order: Order, settings: RouteSettings) -> DocumentKind:
    """Who asked for no invoice gets an order document, where the route says so."""
    if settings.unasked is Unasked.ORDER and order.invoice_asked is False:
        return DocumentKind.ORDER
    return settings.kind


def as_kind(settings: RouteSettings, kind: DocumentKind, series: str = "") -> RouteSettings:
    """The settings as they are for a document of this kind. Series of rules are those of the route's own kind."""
    if kind is settings.kind and not series:
        return settings
    usual = settings.order_series if kind is DocumentKind.ORDER else ""
    rules = tuple(replace(rule, series="") for rule in settings.rules)
    return replace(settings, kind=kind, series=series or usual or settings.series, rules=rules)
