"""Lines of a document on the command line: `12=1`, or `12=1:19.90` with an amount of one's own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from facturier.cli.exits import Exit, Stop
from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit_choice import share_of
from facturier.drafting.credit_shares import Left
from facturier.flows import credit
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store.models import Document


def chosen_lines(env: Env, document: Document, given: Sequence[str]) -> dict[str, Any]:
    """The facts of a wish that credits these lines. Raises Stop that names what there is to choose from, or why the
    flows would refuse it."""
    left = credit.left(env, document)
    facts = credit.chosen([_line(text, left) for text in given])
    credit.proposed(env, document, facts)
    return facts


def _line(text: str, left: Mapping[str, Left]) -> ClaimedLine:
    key, _, rest = text.partition("=")
    if key not in left:
        there = "; ".join(f"{key}: {one.name}, {one.quantity:f} = {one.gross}" for key, one in left.items())
        raise Stop(
            say("The document has no line %(line)s. It has: %(lines)s.", line=key, lines=there), Exit.USAGE
        )
    quantity, colon, amount = rest.partition(":")
    try:
        count = Decimal(quantity)
        return ClaimedLine(key, count, Decimal(amount) if colon else share_of(left[key], count))
    except InvalidOperation as error:
        raise Stop(
            say("Write a line as LINE=QUANTITY or LINE=QUANTITY:AMOUNT, not %(text)s.", text=text), Exit.USAGE
        ) from error
