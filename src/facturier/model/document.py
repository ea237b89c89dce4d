"""The issued thing, as the system states it."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import DocumentKind


class Statement(Struct, frozen=True, omit_defaults=True):
    """What the system says about a document now: its sum and its payments, read at `at`.

    series: as its documents bear it, where one may be asked for by a shorter name (`/` for `/2026`); else empty.
    words: of the document as a whole, where it has some that its paper does not show.
    """

    at: datetime
    total: Decimal
    paid: Decimal
    unpaid: Decimal
    vat: Decimal | None = None
    cancelled: bool | None = None
    series: str = ""
    words: str = ""


class Issued(Struct, frozen=True, omit_defaults=True):
    """A document that exists in a system. `number` is kept as text, zero-padded as the system pads it.

    total: gross payable, where it is known. stated: what the system computed, where the answer to its making says
    so itself; else it is asked for. pdf_link: from where its PDF can be fetched for a while, where that answer says
    so too; `System.pdf` asks for it where it is not known, or leads nowhere any more.
    """

    kind: DocumentKind
    series: str
    number: str
    issued_on: date | None = None
    currency: str = ""
    total: Decimal | None = None
    remote_id: str = ""
    link: str = ""
    public_link: str = ""
    pdf_link: str = ""
    stated: Statement | None = None
