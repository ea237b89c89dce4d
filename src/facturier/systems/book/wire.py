"""What travels between the connector and the book's service: JSON in which every decimal keeps its digits."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message
from facturier.model.party import Party


class Letterhead(Struct, frozen=True, omit_defaults=True):
    """How documents look, frozen into each: see `settings.Settings` for the fields.

    language: of the page where neither document nor buyer says another. own_currency: in which VAT is accounted
    for. proforma_days: how long a proforma is good for, where its draft does not say.
    """

    seller: Party
    country: str
    own_currency: str
    language: str
    template: str = "classic"
    capital: str = ""
    website: str = ""
    show_payment: bool = True
    show_due: bool = True
    proforma_days: int = 0


class SeriesWanted(Struct, frozen=True, omit_defaults=True):
    kind: DocumentKind
    family: str
    yearly: bool = False
    first_number: int = 1


class Opening(Struct, frozen=True, omit_defaults=True):
    """Open the book, or bring it up to the settings. Series that exist stay as they are.

    logo: the picture; empty for none.
    """

    issuer: str
    country: str
    zone: str
    rates: tuple[Decimal, ...]
    series: tuple[SeriesWanted, ...] = ()
    logo: bytes = b""


class Asking(Struct, frozen=True, omit_defaults=True):
    """One document to issue, in the family `series`."""

    draft: Draft
    reference: str
    series: str
    letterhead: Letterhead


class Paying(Struct, frozen=True):
    """unpaid: what the payer saw before; where that has changed meanwhile nothing is recorded."""

    series: str
    number: str
    type: str
    amount: Decimal
    on: date
    unpaid: Decimal


class Next(Struct, frozen=True):
    """Where the next document would stand. series: the name that will be on it."""

    series: str
    next_number: int
    last_date: date | None = None


class SeriesShown(Struct, frozen=True, omit_defaults=True):
    """name: what a route may name; a family that begins anew each year has no number of its own."""

    name: str
    kind: DocumentKind
    next_number: str = ""


class Shown(Struct, frozen=True):
    """The book as the wizard shows it."""

    name: str
    rates: tuple[Decimal, ...]
    series: tuple[SeriesShown, ...]
    locked_upto: date | None


class Written(Struct, frozen=True, omit_defaults=True):
    """A document of the book: as the port speaks of it, with its mark. cancelled: None where it is not told."""

    issued: Issued
    reference: str
    cancelled: bool | None = None


class Looked(Struct, frozen=True):
    """What the book has under a reference, and a mark of each other installation that issued in it.

    found: null where there is none. An answer that leaves it out says nothing, least of all that.
    """

    found: Written | None
    foreign: tuple[str, ...]


class Stated(Struct, frozen=True):
    statement: Statement


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why not. code: stable and short. retry_at: for what may go well later."""

    code: str
    message: Message
    retry_at: datetime | None = None
