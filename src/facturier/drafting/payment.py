"""Payment on the document: its words, the days until due, and a collection to record with it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from msgspec import Struct

from facturier.drafting.context import Context
from facturier.drafting.settings import PaymentMap, RouteSettings
from facturier.model.draft import PaymentLine
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.message import say
from facturier.model.money import ZERO, rounded, total
from facturier.model.order import Order
from facturier.ports.offers import Offers


class Due(Struct, frozen=True):
    """gross, prepaid (by voucher) and earlier (parts) in the order's currency; payable in the document's."""

    gross: Decimal
    prepaid: Decimal
    earlier: Decimal
    payable: Decimal
    rate: Decimal


class Settled(Struct, frozen=True):
    """paid: of this document, in its currency. line: what to record with it, if anything."""

    paid: Decimal
    line: PaymentLine | None
    findings: tuple[Finding, ...] = ()


def mapping(order: Order, context: Context) -> PaymentMap:
    """The row for the order's payment method; an unmapped method keeps the shop's words."""
    method = order.payment.method
    found = next((row for row in context.settings.payments if row.method == method), None)
    return found if found is not None else PaymentMap(method)


def title(order: Order, row: PaymentMap) -> str:
    return row.title or order.payment.title or order.payment.method


def due_days(row: PaymentMap, context: Context) -> int | None:
    return row.due_days if row.due_days is not None else context.settings.due_days


def settle(order: Order, due: Due, row: PaymentMap, context: Context) -> Settled:
    """What of this document has been paid, and what to record with it: nothing with an order document.

    The order's money covers earlier parts first. Only a whole payment is recorded, for how a part of it
    was meant would be a guess.
    """
    available = max(ZERO, order.payment.paid + due.prepaid - due.earlier)
    if available < due.gross or due.payable <= 0:
        return Settled(rounded(available * due.rate), None)
    collected = due.payable - rounded(due.prepaid * due.rate)
    if not row.record or collected <= 0 or context.settings.kind is DocumentKind.ORDER:
        return Settled(due.payable, None)
    if not _has_type(row, context.offers):
        return Settled(due.payable, None, (_unmapped(order, row),))
    if not _has_account(row, context.offers):
        return Settled(due.payable, None, (_no_account(order, row),))
    line = PaymentLine(row.type, collected, _day(order, context), row.account, row.series)
    return Settled(due.payable, line)


class Asked(Struct, frozen=True):
    """What a document asks for: payable in its own currency, at `rate` of the order's. netted: refunds taken off."""

    payable: Decimal
    rate: Decimal
    netted: Collection[str] = ()


def arrived(
    order: Order, asked: Asked, settings: RouteSettings, offers: Offers, zone: str
) -> PaymentLine | None:
    """The collection to record with a document whose order was paid only after its issue.

    None unless the whole order is paid and its method's row records payments under a type, and into an account, on
    offer.
    """
    row = next((row for row in settings.payments if row.method == order.payment.method), None)
    if row is None or not row.record or not order.is_paid:
        return None
    collected = min(asked.payable, rounded(_money(order, asked, settings) * asked.rate))
    if collected <= 0 or not (_has_type(row, offers) and _has_account(row, offers)):
        return None
    return PaymentLine(row.type, collected, _paid_on(order, zone), row.account, row.series)


def _money(order: Order, asked: Asked, settings: RouteSettings) -> Decimal:
    """What of the order is paid with money and not with vouchers, for what can be on the document."""
    refunded = total(refund.gross for refund in order.refunds if refund.id in asked.netted)
    apart = () if settings.include_shipping else order.lines
    shipping = total(line.gross for line in apart if line.kind is LineKind.SHIPPING)
    return order.owed - refunded - shipping


def _day(order: Order, context: Context) -> date | None:
    return _paid_on(order, context.company.zone)


def _paid_on(order: Order, zone: str) -> date | None:
    moment = order.payment.paid_at
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None


def _has_type(row: PaymentMap, offers: Offers) -> bool:
    """A system that offers no types takes any."""
    return bool(row.type) and (not offers.payment_types or row.type in offers.payment_types)


def _has_account(row: PaymentMap, offers: Offers) -> bool:
    return not offers.accounts or row.account in offers.accounts


def _no_account(order: Order, row: PaymentMap) -> Finding:
    message = say(
        "The payment by %(method)s cannot be recorded: it needs a payment account of the invoicing system "
        "(chosen: %(account)s). Choose one in the route.",
        method=order.payment.title or order.payment.method,
        account=row.account or "-",
    )
    return Finding(Severity.HOLD, "PAYMENT-ACCOUNT", "payment.method", message)


def _unmapped(order: Order, row: PaymentMap) -> Finding:
    message = say(
        "The payment by %(method)s cannot be recorded: the invoicing system has no type %(type)s. "
        "Map it in the route.",
        method=order.payment.title or order.payment.method,
        type=row.type or "-",
    )
    return Finding(Severity.HOLD, "PAYMENT-TYPE", "payment.method", message)
