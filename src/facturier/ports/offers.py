"""What an account offers to choose from and to map onto, read instead of asked."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message


class SeriesOffer(Struct, frozen=True, omit_defaults=True):
    """family: what a route calls it, where its documents bear a longer name (`/` for `/2026`); else empty."""

    name: str
    kind: DocumentKind | None
    next_number: str = ""
    family: str = ""


class VatOffer(Struct, frozen=True, omit_defaults=True):
    name: str
    percent: Decimal


class Offers(Struct, frozen=True, omit_defaults=True):
    """`vat_payer` is the account's own word on its company, None where it does not say.

    accounts: into which payments are recorded; where there are some, each recorded payment needs one of them.
    """

    series: tuple[SeriesOffer, ...] = ()
    vat: tuple[VatOffer, ...] = ()
    units: tuple[str, ...] = ()
    warehouses: tuple[str, ...] = ()
    payment_types: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    vat_payer: bool | None = None


class Check(Struct, frozen=True, omit_defaults=True):
    """One line of the connection test: what was checked, whether it works, what was found or what to do.

    words: the remote's own, where it refused.
    """

    what: Message
    ok: bool
    detail: Message = Message("")
    words: str = ""
