"""What the Italian exchange system (SdI) says when it refuses an invoice, and what the law asks then.

Codes and deadline: fact sheet on e-invoicing, sections 1 and 6. A code that is not here is shown in SdI's own words.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from facturier.model.message import Message, say

RESEND = timedelta(days=5)
"""After a refusal (scarto) the invoice is sent again within five days, under the same number and date."""

_VAT_ID = say(
    "The tax register does not know a partita IVA on it. Check the buyer's, and your own; ask the buyer if need be."
)
_TAX_CODE = say(
    "The tax register does not know a codice fiscale on it. Ask the buyer for the right one and correct it."
)
_TWICE = say(
    "SdI has an invoice with this number and date already. Look whether it went through the first time before "
    "anything else."
)
_NO_NATURE = say(
    "A line without VAT says no reason (natura). Choose a VAT type with a natura, on the document and in the route."
)
_SUMS = say(
    "Sums on it do not add up. Compare lines, VAT and total in the invoicing system and correct them."
)
_CURES: Mapping[str, Message] = {
    "00002": say(
        "A file of this name was sent before. Look whether the invoice went through the first time."
    ),
    "00003": say("The file is too large. Take attachments off the document."),
    "00200": say(
        "The file does not keep to the format: often a sign that is not allowed, or a field that is too long. "
        "Correct the buyer's name and address, and the names of the lines."
    ),
    "00301": _VAT_ID,
    "00302": _TAX_CODE,
    "00305": _VAT_ID,
    "00306": _TAX_CODE,
    "00311": say(
        "Nobody has this recipient code (codice destinatario). Ask the buyer for the right one; with none, 0000000."
    ),
    "00312": say(
        "The recipient code (codice destinatario) is out of use. Ask the buyer for another; with none, 0000000."
    ),
    "00313": say("The recipient code XXXXXXX is only for buyers abroad. Correct the code or the country."),
    "00324": say("The buyer's partita IVA and codice fiscale are not of the same one. Correct one of them."),
    "00400": _NO_NATURE,
    "00401": say("A line with VAT gives a reason for having none (natura). Choose another VAT type for it."),
    "00403": say("The date of the document is after the day on which SdI got it. Send it again on that day."),
    "00404": _TWICE,
    "00409": _TWICE,
    "00417": say("The buyer has neither partita IVA nor codice fiscale. Ask for one and enter it."),
    "00418": say(
        "The credit note is dated before the invoice that it corrects. Correct the reference to it."
    ),
    "00419": _SUMS,
    "00421": _SUMS,
    "00422": _SUMS,
    "00423": _SUMS,
    "00424": say("A VAT rate on it is not a percentage that exists. Choose another VAT type."),
    "00425": say("The number of the document holds no digit. Use another numbering."),
    "00426": say("It gives a PEC beside a recipient code. Take one of the two away."),
    "00427": say(
        "The recipient code has not as many signs as it must: seven, and six for public bodies. Correct it."
    ),
    "00429": _NO_NATURE,
    "00445": say(
        "The natura N2, N3 or N6 alone is no longer enough. Choose one with a second figure, such as N2.2."
    ),
}


def cure(code: str) -> Message | None:
    """What a refusal means and what to do now, None for a code that is not known here."""
    return _CURES.get(code.strip())


def again_by(notice: date) -> date:
    """The last day on which a refused invoice is sent again in time; the day of the notice is not counted."""
    return notice + RESEND
