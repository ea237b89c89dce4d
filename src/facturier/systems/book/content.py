"""A document's content in two parts: what it says, frozen for ever, and whom it names, which may be erased."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from facturier.model.draft import Draft
from facturier.model.party import Address, Party
from facturier.model.shapes import known
from facturier.systems.book.chain import canonical


class Named(Struct, frozen=True, omit_defaults=True):
    """The people on a document. Free texts go with them: a shop may have put a name or a telephone there."""

    buyer: Party
    ship_to: Address | None = None
    mentions: str = ""
    observations: str = ""


NOBODY = Party()


def split(draft: Draft) -> tuple[str, str]:
    """Content without people, and the people; canonical JSON both."""
    named = Named(draft.buyer, draft.ship_to, draft.mentions, draft.observations)
    bare = replace(draft, buyer=NOBODY, ship_to=None, mentions="", observations="", notes=())
    return canonical(bare), canonical(named)


def joined(content: str, facts: str | None) -> Draft:
    """The draft as it was, or without its people where they were erased."""
    draft = msgspec.json.decode(content, type=known(Draft))
    if facts is None:
        return draft
    named = msgspec.json.decode(facts, type=known(Named))
    return replace(
        draft,
        buyer=named.buyer,
        ship_to=named.ship_to,
        mentions=named.mentions,
        observations=named.observations,
    )
