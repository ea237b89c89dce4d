"""What Italian law wants on a document: why there is no VAT, the bollo, and the data of the e-invoice."""

from decimal import Decimal
from typing import Any

from facturier.model.draft import Draft, DraftLine, Original
from facturier.model.kinds import DocumentKind, VatCategory
from facturier.model.message import say
from facturier.model.money import rounded, total
from facturier.ports.errors import Misconfigured
from facturier.systems.fattureincloud.names import bare, nature, printed, sdi_code
from facturier.systems.fattureincloud.settings import Settings

FISCAL = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
UNTAXED_WITHOUT_STAMP = Decimal("77.47")
STAMP = Decimal("2.00")
_EXEMPT = (VatCategory.EXEMPT, VatCategory.OUTSIDE)
STAMPED = frozenset({"N2.1", "N2.2", "N3.5", "N3.6", "N4"})
"""Reasons to charge no VAT under which the bollo is due (fact sheet on e-invoicing, section 6)."""
GENERIC = frozenset({"N2", "N3", "N6"})
"""Reasons that SdI takes no longer by themselves (00445)."""
LONGEST_ORDER = 20
"""Signs of an order's number in the XML."""


def vat_name(line: DraftLine, draft: Draft, settings: Settings) -> str:
    return line.vat.name or (settings.exempt_vat if draft.vat_exempt_company else "")


def method_words(draft: Draft) -> str:
    return draft.payment.type if draft.payment and draft.payment.type else draft.payment_method


def stamp(draft: Draft, sign: int, settings: Settings) -> dict[str, Any]:
    """The bollo, by law on invoices and receipts whose part without VAT is above 77.47 (section 9).

    Which part counts goes by the natura, and where the VAT type names none by the category.
    """
    if not settings.stamp_duty or draft.kind not in (*FISCAL, DocumentKind.RECEIPT):
        return {}
    untaxed = total(
        [
            rounded(sign * line.quantity * line.price)
            for line in draft.lines
            if _bears_stamp(line, draft, settings)
        ]
    )
    return {"stamp_duty": STAMP} if untaxed > UNTAXED_WITHOUT_STAMP else {}


def _bears_stamp(line: DraftLine, draft: Draft, settings: Settings) -> bool:
    if line.vat.percent:
        return False
    reason = nature(vat_name(line, draft, settings))
    return reason in STAMPED if reason else line.vat.category in _EXEMPT


def electronic(draft: Draft, settings: Settings) -> dict[str, Any]:
    """`natura` comes with the VAT type. A credit note names its invoice in the XML. Raises Misconfigured.

    SdI has no receipts, so it gets no credit note of one either.
    """
    if not settings.e_invoice or draft.kind not in FISCAL or _of_a_receipt(draft):
        return {"e_invoice": False}
    _natures(draft, settings)
    told: dict[str, Any] = {"payment_method": sdi_code(method_words(draft)) or settings.sdi_method}
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original:
        told["invoice_number"] = name_of(draft.original)
        told["invoice_date"] = draft.original.issued_on.isoformat()
    elif 0 < len(draft.order_number) <= LONGEST_ORDER:
        told["original_document_type"] = "ordine"
        told["od_number"] = draft.order_number
    return {"e_invoice": True, "ei_data": told}


def _of_a_receipt(draft: Draft) -> bool:
    return draft.original is not None and draft.original.kind is DocumentKind.RECEIPT


def _natures(draft: Draft, settings: Settings) -> None:
    """A line without VAT says why (00400), exactly enough (00445)."""
    for line in draft.lines:
        name = vat_name(line, draft, settings)
        if not line.vat.percent and nature(name) in ("", *GENERIC):
            raise Misconfigured(
                say(
                    "SdI would refuse the e-invoice: the VAT type “%(name)s” of the line “%(line)s” gives no exact "
                    "reason (natura). Choose one with a natura in the route, such as N4 or N2.2.",
                    name=bare(name),
                    line=line.name,
                )
            )


def name_of(original: Original) -> str:
    """As Fatture in Cloud writes it: `12/A/2026`."""
    return f"{original.number}{printed(original.series)}"
