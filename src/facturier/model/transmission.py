"""What became of an e-invoice at the authority (SdI, SPV): a fact beside its document."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from facturier.model.message import Message


class Stage(StrEnum):
    """UNSENT: it may be sent. UNDER_WAY: taken, and not yet through. SENT: at the authority, which said nothing bad.
    REFUSED: by law it counts as never issued, and is sent again under the same number and date. FAILED: it did not
    reach the authority, and must be looked at. UNDELIVERED: accepted, but the buyer must fetch it. DECLINED: the
    buyer turned it down.
    """

    UNSENT = "unsent"
    UNDER_WAY = "under_way"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    ACCEPTED = "accepted"
    UNDELIVERED = "undelivered"
    DECLINED = "declined"


FINAL = (Stage.ACCEPTED, Stage.UNDELIVERED, Stage.DECLINED)
"""Nothing more is to be heard."""
THROUGH = (Stage.SENT, Stage.ACCEPTED, Stage.UNDELIVERED, Stage.DECLINED)
"""By law it was issued."""
THERE = (Stage.UNDER_WAY, *THROUGH)
"""The authority has it."""
TROUBLED = (Stage.REFUSED, Stage.FAILED, Stage.DECLINED)
"""A person must see to it."""


class Transmission(Struct, frozen=True, omit_defaults=True):
    """said: how it stands, in plain words. On a refusal `cure` says what to do now.

    code, words: the authority's own.
    refused_on: day of the notice. again_by: the last day on which the law lets it be sent again, where it sets one.
    """

    stage: Stage
    said: Message
    cure: Message | None = None
    code: str = ""
    words: str = ""
    refused_on: date | None = None
    again_by: date | None = None
