"""Making documents: what must be right before a byte leaves, and what is done where the sums do not meet."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from facturier.model.document import Issued
from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, Missing, Refused
from facturier.systems.fattureincloud import clients, documents, payload, products, transform
from facturier.systems.fattureincloud.answers import Document, Totals
from facturier.systems.fattureincloud.capabilities import CAPABILITIES, CURRENCIES, KINDS, MAX_LINES
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.failures import PaymentsDiffer, wrong_address
from facturier.systems.fattureincloud.names import TYPES, numbering
from facturier.systems.fattureincloud.reckoning import is_certain
from facturier.systems.fattureincloud.settings import Settings
from facturier.systems.fattureincloud.wire import number
from facturier.systems.shared.company import same_company
from facturier.systems.shared.origins import no_such

DOCUMENTS = "/issued_documents"


def issue(client: Client, settings: Settings, draft: Draft, reference: str) -> Issued:
    """Make the document of `draft`, with one call where its client is not saved.

    Raises what `Client.change` raises; Refused or Misconfigured unsent.
    """
    check(draft, settings)
    body = payload.body(draft, reference, settings, products=products.stocked(client, draft))
    if "payments_list" not in body["data"] and not is_certain(draft.lines, draft.totals.payable):
        _asked_first(client, body, draft)
    if draft.save_client:
        body["data"]["entity"]["id"] = clients.kept(client, body["data"]["entity"])
    if draft.original and draft.kind is not DocumentKind.CREDIT_NOTE:
        body |= transform.options(client, draft.original, body)
    try:
        made = _made(client, body)
    except PaymentsDiffer as error:
        made = _made(client, _repaired(body, error, draft))
    if made.type != TYPES[draft.kind]:
        raise InDoubt(say("Fatture in Cloud answered with another document than the one that was sent."))
    return documents.issued(client, made, draft)


def _made(client: Client, body: dict[str, Any]) -> Document:
    try:
        return client.change("POST", DOCUMENTS, body, Document)
    except Missing as error:  # what is not there yet cannot be missing: the address is another one
        raise wrong_address(error.words) from error


def _asked_first(client: Client, body: dict[str, Any], draft: Draft) -> None:
    """Where nothing in the document itself makes Fatture in Cloud refuse another sum. Raises Refused."""
    told = client.ask(f"{DOCUMENTS}/totals", body, Totals)
    if told.amount_gross != abs(draft.totals.payable):
        raise Refused(
            say(
                "Fatture in Cloud would make it %(there)s, the order says %(here)s. Nothing was issued. Look at "
                "the order's prices and VAT types.",
                there=told.amount_gross,
                here=abs(draft.totals.payable),
            )
        )


def _repaired(body: dict[str, Any], error: PaymentsDiffer, draft: Draft) -> dict[str, Any]:
    """The last payment takes what is missing to the sum that Fatture in Cloud computed, if that is the order's.

    Any other sum is never accepted in silence: the refusal stands.
    """
    due, entries = error.totals.amount_due, body["data"].get("payments_list") or []
    if not entries or due != error.totals.amount_gross or due != abs(draft.totals.payable):
        raise error
    *before, last = entries
    rest = due - sum((one["amount"] for one in before), Decimal(0))
    return {**body, "data": {**body["data"], "payments_list": [*before, {**last, "amount": number(rest)}]}}


def check(draft: Draft, settings: Settings) -> None:
    """What Fatture in Cloud would take and do wrongly, or refuse without saying clearly why."""
    for wrong in _CHECKS:
        wrong(draft, settings)


def allowed(series: str, settings: Settings) -> str:
    """The suffix of a series; raises Misconfigured where it is none that Facturier may use."""
    suffix = numbering(series).suffix
    if suffix not in suffixes(settings):
        raise Misconfigured(
            say(
                "The numbering “%(series)s” is none of this connection's suffixes (%(known)s). Add it to them, or "
                "choose another in the route.",
                series=series,
                known=settings.suffixes,
            )
        )
    return suffix


def suffixes(settings: Settings) -> tuple[str, ...]:
    return tuple(numbering(one).suffix for one in settings.suffixes.split())


def _company(draft: Draft, settings: Settings) -> None:
    same_company(draft, settings.vat_number)


def _kind(draft: Draft, settings: Settings) -> None:
    if draft.kind not in KINDS:
        raise Refused(say("Facturier cannot make a document of the kind %(kind)s here.", kind=draft.kind))
    if draft.prepare_only:
        raise Refused(say("Fatture in Cloud knows no unfinished documents."))
    if draft.kind is DocumentKind.CREDIT_NOTE and (draft.original is None or draft.totals.payable >= 0):
        raise Refused(say("A credit note must name its invoice and have a negative total."))
    if draft.original and draft.kind is not DocumentKind.CREDIT_NOTE and not _follows(draft, draft.original):
        raise no_such(draft, "Fatture in Cloud", f"{draft.original.number}{draft.original.series}")


def _follows(draft: Draft, original: Original) -> bool:
    return CAPABILITIES.can_make(draft.kind, original.kind) and transform.possible(original)


def _lines(draft: Draft, settings: Settings) -> None:
    if len(draft.lines) > MAX_LINES:
        raise Refused(
            say(
                "Facturier sends %(most)s lines at most, this document has %(lines)s. Split the order.",
                most=MAX_LINES,
                lines=len(draft.lines),
            )
        )
    if len({line.price_includes_vat for line in draft.lines}) > 1:
        raise Refused(say("Prices with and without VAT cannot stand in one document."))


def _money(draft: Draft, settings: Settings) -> None:
    if draft.currency not in CURRENCIES:
        raise Refused(
            say("Facturier issues only in euro here, not in %(currency)s.", currency=draft.currency)
        )


def _series(draft: Draft, settings: Settings) -> None:
    allowed(draft.series, settings)


_CHECKS: tuple[Callable[[Draft, Settings], None], ...] = (_company, _kind, _lines, _money, _series)
