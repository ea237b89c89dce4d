"""What the invoicing system can take: checked before a call is spent on finding out."""

from collections.abc import Iterator, Sequence

from facturier.drafting.choices import QuantitySource, Unasked
from facturier.drafting.context import Context
from facturier.model.draft import DraftLine
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say


def series_of(wanted: str, context: Context) -> tuple[str, tuple[Finding, ...]]:
    """The series to issue in. The only one that the account has for this kind needs no choosing."""
    kind, offered = context.settings.kind, context.offers.series
    if not offered:
        return wanted, ()
    fitting = [one.name for one in offered if one.kind in (kind, None)]
    if not wanted and len(fitting) == 1:
        return fitting[0], ()
    if wanted in fitting:
        return wanted, ()
    if not wanted:
        message = say(
            "No series is chosen for this route. Choose one of: %(known)s.", known=", ".join(fitting)
        )
    else:
        message = say(
            "The invoicing system has no series %(series)s for this kind of document. "
            "Create it there, or choose one of: %(known)s.",
            series=wanted,
            known=", ".join(fitting),
        )
    return wanted, (_hold("SERIES", "series", message),)


def system_findings(currency: str, context: Context) -> Iterator[Finding]:
    """Kind, currency, stock and VAT status against what the system and the account declare."""
    settings, able, offers = context.settings, context.capabilities, context.offers
    if settings.kind not in able.kinds or settings.kind is DocumentKind.CREDIT_NOTE:
        yield _hold(
            "KIND", "kind", say("The invoicing system cannot issue a document of this kind. Choose another.")
        )
    if settings.unasked is not Unasked.SAME and settings.quantity is not QuantitySource.ORDERED:
        message = say(
            "Order documents for buyers who asked for no invoice are made of whole orders only. Let the route take "
            "quantities as ordered."
        )
        yield _hold("UNASKED", "unasked", message)
    if able.currencies and currency not in able.currencies:
        message = say(
            "The invoicing system does not take %(currency)s. Choose another currency.", currency=currency
        )
        yield _hold("CURRENCY", "currency", message)
    if settings.prepare_only and not able.prepares_only:
        message = say("The invoicing system cannot keep unfinished documents. Switch that off in the route.")
        yield _hold("PREPARE", "prepare_only", message)
    if settings.use_stock:
        yield from _stock(context)
    payer = context.company.pays_vat(context.today)
    if offers.vat_payer is not None and offers.vat_payer != payer:
        message = say(
            "The invoicing account and this company's settings disagree on whether VAT is paid. "
            "Correct one of them."
        )
        yield _hold("VAT-STATUS", "company", message)


def document_findings(lines: Sequence[DraftLine], context: Context) -> Iterator[Finding]:
    if len(lines) > context.capabilities.max_lines:
        message = say(
            "The document would have %(count)s lines; the invoicing system takes %(most)s. Split the order.",
            count=len(lines),
            most=context.capabilities.max_lines,
        )
        yield _hold("MAX-LINES", "lines", message)


def _stock(context: Context) -> Iterator[Finding]:
    settings, offered = context.settings, context.offers.warehouses
    if not context.capabilities.discharges_stock:
        message = say("The invoicing system does not discharge stock. Switch that off in the route.")
        yield _hold("STOCK", "use_stock", message)
    elif offered and settings.warehouse not in offered:
        message = say(
            "Stock is to be discharged from %(warehouse)s, which the invoicing system does not have. "
            "Choose one of: %(known)s.",
            warehouse=settings.warehouse or "-",
            known=", ".join(offered),
        )
        yield _hold("WAREHOUSE", "warehouse", message)


def _hold(code: str, field: str, message: Message) -> Finding:
    return Finding(Severity.HOLD, code, field, message)
