"""Which kind of document an order gets, and what the route says for that kind."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.choices import Unasked
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order
from facturier.ports.offers import SeriesOffer


class ByHand(Struct, frozen=True, omit_defaults=True):
    """A person sends one order, as a document of this kind. series: another than the route says for it.

    What merely makes the order wait for its turn (payment, status, a request for an invoice) does not count then.
    """

    kind: DocumentKind
    series: str = ""


def kind_of(order: Order, settings: RouteSettings) -> DocumentKind:
    """Who asked for no invoice gets an order document, where the route says so."""
    silent = settings.unasked is Unasked.ORDER_IF_SILENT and order.invoice_asked is None
    if silent or (settings.unasked is not Unasked.SAME and order.invoice_asked is False):
        return DocumentKind.ORDER
    return settings.kind


def as_kind(
    settings: RouteSettings, kind: DocumentKind, series: str = "", offered: Sequence[SeriesOffer] = ()
) -> RouteSettings:
    """The settings as they are for a document of this kind. Series of rules are those of the route's own kind; so is
    the default series, where the account has it for that kind alone."""
    if kind is settings.kind and not series:
        return settings
    own = settings.order_series if kind is DocumentKind.ORDER else ""
    usual = settings.series
    if any(one.name == usual for one in offered) and not any(
        one.name == usual and one.kind in (kind, None) for one in offered
    ):
        usual = ""
    rules = tuple(replace(rule, series="") for rule in settings.rules)
    return replace(settings, kind=kind, series=series or own or usual, rules=rules)
