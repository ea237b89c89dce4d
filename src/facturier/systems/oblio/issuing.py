"""Making documents: what must be right before a byte leaves, and what an answer makes of it."""

from collections.abc import Callable

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, Refused
from facturier.ports.system import IntentView, Position, Verdict
from facturier.systems.oblio import payload, settle
from facturier.systems.oblio.answers import Created
from facturier.systems.oblio.capabilities import CURRENCIES, KINDS, MAKES_FROM, MAX_LINES
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.diagnosis import explained
from facturier.systems.oblio.documents import branch, link_id, spelled
from facturier.systems.oblio.settings import Settings
from facturier.systems.shared.company import same_company
from facturier.systems.shared.origins import made_of

WIDTH = "width"


def issue(client: Client, settings: Settings, draft: Draft, reference: str, position: Position) -> Issued:
    """Make the document of `draft`. Raises what `Client.create` raises; Refused or Misconfigured unsent.

    Whether a key that was used before is answered with its document or with a refusal is not known. So a refusal is
    followed by a look: where the document is there after all, it is the one that was asked for.
    """
    check(draft, settings)
    body = payload.document(draft, reference, settings)
    try:
        made = client.create(branch(draft.kind), body)
    except Refused as error:
        if there := _already(client, IntentView(draft, reference, position, client.now())):
            return there
        raise explained(client, draft, error) from error
    return _issued(made, draft, int(position.facts.get(WIDTH, "0")))


def _already(client: Client, intent: IntentView) -> Issued | None:
    """The document with our mark, or None where none was seen. Raises InDoubt where nobody could look."""
    try:
        seen = settle.settle(client, intent, {})
    except Misconfigured:  # no such series, no such company: there is nothing to look at
        return None
    except (NotNow, Refused) as error:
        raise InDoubt(
            say("Oblio said no, and whether it had made the document before could not be looked up."),
            error.words,
        ) from error
    return seen.document if seen.verdict is Verdict.FOUND else None


def _issued(made: Created, draft: Draft, width: int) -> Issued:
    return Issued(
        kind=draft.kind,
        series=made.series_name or payload.series_of(draft),
        number=spelled(made.number, width),
        issued_on=draft.issue_date,
        currency=draft.currency,
        remote_id=link_id(made.link or ""),
        public_link=made.link or "",
    )


def check(draft: Draft, settings: Settings) -> None:
    """What Oblio would take and do wrongly, or refuse without saying clearly why."""
    for wrong in _CHECKS:
        wrong(draft, settings)


def _company(draft: Draft, settings: Settings) -> None:
    same_company(draft, settings.company)


def _kind(draft: Draft, settings: Settings) -> None:
    if draft.kind not in KINDS:
        raise Refused(say("Oblio cannot make a document of the kind %(kind)s.", kind=draft.kind))
    made_of(draft, MAKES_FROM, "Oblio")
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original is None:
        raise Refused(say("A storno must name the invoice that it corrects."))
    if draft.prepare_only:
        raise Refused(say("Oblio takes no unfinished documents. Switch that off in the route."))


def _sign(draft: Draft, settings: Settings) -> None:
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.totals.payable >= 0:
        raise Refused(say("A storno must have a negative total. Correct the quantities."))


def _size(draft: Draft, settings: Settings) -> None:
    if len(draft.lines) > MAX_LINES:
        raise Refused(
            say(
                "Oblio gets %(most)s lines at most, this document has %(lines)s. Split the order.",
                most=MAX_LINES,
                lines=len(draft.lines),
            )
        )


def _money(draft: Draft, settings: Settings) -> None:
    if draft.currency not in CURRENCIES:
        raise Refused(say("Oblio does not know the currency %(currency)s.", currency=draft.currency))
    if not 2 <= draft.precision <= 4:
        raise Refused(say("Oblio reckons with 2 to 4 decimals, not %(places)s.", places=draft.precision))


_CHECKS: tuple[Callable[[Draft, Settings], None], ...] = (_company, _kind, _sign, _size, _money)
