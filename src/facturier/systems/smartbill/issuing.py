"""Making documents: which address takes which draft, and what must be right before a byte leaves."""

from collections.abc import Callable

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Refused
from facturier.systems.shared.company import same_company
from facturier.systems.shared.origins import made_of
from facturier.systems.smartbill import payload
from facturier.systems.smartbill.answers import Created, as_text
from facturier.systems.smartbill.capabilities import CURRENCIES, MAKES_FROM, MAX_LINES
from facturier.systems.smartbill.client import Client
from facturier.systems.smartbill.numbers import series_of
from facturier.systems.smartbill.settings import Settings
from facturier.systems.smartbill.verdict import is_reversal


def issue(client: Client, settings: Settings, draft: Draft, reference: str) -> Issued:
    """Make the document of `draft`. Raises what `Client.create` raises; Refused or Misconfigured unsent."""
    check(draft, settings)
    version = "" if settings.legacy_create else "/v2"
    original = draft.original
    if is_reversal(draft) and original:
        path, body = "/invoice/reverse", payload.storno(original, draft, settings)
    elif draft.kind is DocumentKind.PROFORMA:
        path, body = "/estimate" + version, payload.proforma(draft, reference, settings)
    elif original and original.kind is DocumentKind.PROFORMA:
        path, body = "/invoice" + version, payload.invoice_from(original, draft, reference, settings)
    else:
        path, body = "/invoice" + version, payload.invoice(draft, reference, settings)
    return _issued(client.create(path, body, Created), draft, settings)


def check(draft: Draft, settings: Settings) -> None:
    """What SmartBill would take and do wrongly, or refuse without saying clearly why."""
    for wrong in _CHECKS:
        wrong(draft, settings)


def _company(draft: Draft, settings: Settings) -> None:
    same_company(draft, settings.company)


def _kind(draft: Draft, settings: Settings) -> None:
    if draft.kind not in (DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.CREDIT_NOTE):
        raise Refused(say("SmartBill cannot make a document of the kind %(kind)s.", kind=draft.kind))
    made_of(draft, MAKES_FROM, "SmartBill")
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original is None:
        raise Refused(say("A storno must name the invoice that it corrects."))
    if is_reversal(draft) and draft.prepare_only:
        raise Refused(say("SmartBill reverses a whole invoice at once and cannot only prepare that."))


def _sign(draft: Draft, settings: Settings) -> None:
    """A partial storno is an ordinary invoice to SmartBill: with the wrong sign it would be a second sale."""
    if draft.kind is DocumentKind.CREDIT_NOTE and not is_reversal(draft) and draft.totals.payable >= 0:
        raise Refused(say("A storno must have a negative total. Correct the quantities."))


def _size(draft: Draft, settings: Settings) -> None:
    if len(draft.lines) > MAX_LINES:
        raise Refused(
            say(
                "SmartBill takes %(most)s lines, this document has %(lines)s. Split the order.",
                most=MAX_LINES,
                lines=len(draft.lines),
            )
        )


def _money(draft: Draft, settings: Settings) -> None:
    if draft.currency not in CURRENCIES:
        raise Refused(say("SmartBill does not know the currency %(currency)s.", currency=draft.currency))
    if not 2 <= draft.precision <= 4:
        raise Refused(say("SmartBill reckons with 2 to 4 decimals, not %(places)s.", places=draft.precision))


_CHECKS: tuple[Callable[[Draft, Settings], None], ...] = (_company, _kind, _sign, _size, _money)


def _issued(made: Created, draft: Draft, settings: Settings) -> Issued:
    """Raises InDoubt for an answer without a number, or for a draft without any trace of it."""
    number, remote_id = as_text(made.number), as_text(made.document_id)
    has_id = remote_id.isdigit() and int(remote_id) > 0
    if not number and not (draft.prepare_only and (has_id or settings.legacy_create)):
        raise InDoubt(
            say("SmartBill answered without a document number. Whether it made one must be looked up.")
        )
    return Issued(
        kind=draft.kind,
        series=made.series or series_of(draft),
        number=number,
        issued_on=draft.issue_date,
        currency=draft.currency,
        remote_id=remote_id if has_id else "",
        link=made.document_url or "",
        public_link=made.document_view_url or "",
    )
