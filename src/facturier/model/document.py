"""The issued thing, as the system states it."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import DocumentKind


class Issued(Struct, frozen=True, omit_defaults=True):
    """A document that exists in a system. `number` is kept as text, zero-padded as the system pads it.

    total: gross payable where the system told it with the answer (else verification reads it).
    """

    kind: DocumentKind
    series: str
    number: str
    issued_on: date | None = None
    currency: str = ""
    total: Decimal | None = None
    vat: Decimal | None = None
    remote_id: str = ""
    link: str = ""
    public_link: str = ""


class Statement(Struct, frozen=True, omit_defaults=True):
    """What the system says about a document now: its sum and its payments, read at `at`."""

    at: datetime
    total: Decimal
    paid: Decimal
    unpaid: Decimal
    vat: Decimal | None = None
    cancelled: bool | None = None
