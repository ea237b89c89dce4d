"""Documents that are made out of others: a system may refuse that in words that tell nobody why, or do it wrongly."""

from collections.abc import Set

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Refused


def made_of(draft: Draft, possible: Set[tuple[DocumentKind, DocumentKind]], system: str) -> None:
    """possible: kinds, each with one that it can be made out of. Raises Refused; a correction is another matter."""
    original = draft.original
    if original is None or draft.kind is DocumentKind.CREDIT_NOTE or (draft.kind, original.kind) in possible:
        return
    raise no_such(draft, system, f"{original.series} {original.number}")


def no_such(draft: Draft, system: str, original: str) -> Refused:
    """original: the name of the other document."""
    return Refused(
        say("%(system)s makes no %(kind)s out of %(name)s.", system=system, kind=draft.kind, name=original)
    )
