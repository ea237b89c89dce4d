"""Where SdI delivers to an Italian buyer: recipient code, else PEC, else the buyer's tax drawer."""

from collections.abc import Iterator

import msgspec

from facturier.drafting.countries import italy
from facturier.drafting.countries.party_numbers import HOLD, WARN, finding
from facturier.drafting.countries.text import squeeze
from facturier.model.finding import Finding
from facturier.model.message import say
from facturier.model.party import Party


def examine(party: Party) -> tuple[Party, tuple[Finding, ...]]:
    """An Italian buyer of an Italian seller with code and PEC tidied, and the findings (facts, section 6)."""
    normal = msgspec.structs.replace(
        party,
        recipient_code=squeeze(party.recipient_code).upper(),
        pec=squeeze(party.pec).lower(),
    )
    return normal, (*_code_findings(normal.recipient_code), *_mailbox_findings(normal))


def _code_findings(code: str) -> Iterator[Finding]:
    if code == italy.FOREIGN_RECIPIENT_CODE:
        message = say("The recipient code XXXXXXX is only for buyers abroad. Ask for the right one.")
        yield finding(HOLD, "00313", "recipient_code", message, italy.NO_RECIPIENT_CODE)
    elif code and not italy.is_recipient_code(code) and not italy.is_office_code(code):
        message = say(
            "A recipient code has seven letters or digits, a public office's six. Correct it, or send "
            "without a code."
        )
        yield finding(HOLD, "00427", "recipient_code", message, italy.NO_RECIPIENT_CODE)


def _mailbox_findings(party: Party) -> Iterator[Finding]:
    """The mailbox counts only where no code was given (00426)."""
    if party.recipient_code not in ("", italy.NO_RECIPIENT_CODE):
        return
    if party.pec and not italy.is_pec(party.pec):
        yield finding(HOLD, italy.BAD_FORMAT, "pec", say("The PEC is not a mail address. Correct it."))
    elif party.company and not party.pec:
        message = say(
            "Without recipient code or PEC the invoice will wait in the buyer's tax drawer. Tell them."
        )
        yield finding(WARN, "IT-RECIPIENT", "recipient_code", message)
