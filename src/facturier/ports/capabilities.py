"""What a system declares about itself. The core never asks for a name, only for these."""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from facturier.model.arithmetic import Arithmetic
from facturier.model.kinds import DocumentKind


class Settling(StrEnum):
    """How the fate of a lost answer can be found out."""

    BY_KEY = "by_key"
    BY_SEARCH = "by_search"
    BY_NUMBER = "by_number"


class Limit(Struct, frozen=True):
    """At most `calls` in any `window`, shared by everyone in the limit scope; breach blocks for `block`."""

    calls: int
    window: timedelta
    block: timedelta


class Capabilities(Struct, frozen=True, omit_defaults=True):
    """One per connector. Durations are real time; `doubt_horizon` counts from the last byte that could leave.

    statements: kinds whose total the system tells afterwards. max_lines, max_name: limits of one document.
    limit: None where calls are not limited. create_limit: where calls that make a document are counted apart from all
    others, in a limit scope of their own; None where they are not.
    makes_from: (INVOICE, ORDER): an invoice can be made out of an order document, and then stands for both.
    copies_original: what is made out of another document has that one's buyer and lines, whatever the draft says.
    traces_proforma: it can be asked which invoices were made from a proforma.
    by_number: its documents are asked for by number alone, also where another one got that meanwhile.
    lists_documents: `System.walk` tells documents of every kind, ours too, and many of a series with one call.
    lists_cancelled: `System.cancelled_since` tells what is cancelled, in whatever series.
    discharges_with: the kinds with which stock leaves, where `discharges_stock`.
    transmits: it sends e-invoices to the authority when it is asked to, and tells what became of them.
    amends: the buyer on an e-invoice that the authority has not taken can be written anew.
    """

    kinds: frozenset[DocumentKind]
    settling: Settling
    arithmetic: Arithmetic
    limit: Limit | None
    create_limit: Limit | None = None
    currencies: frozenset[str] = frozenset()
    corrects_whole: bool = False
    corrects_part: bool = False
    corrections_share_series: bool = True
    cancels: bool = False
    restores: bool = False
    deletes: bool = False
    makes_from: frozenset[tuple[DocumentKind, DocumentKind]] = frozenset()
    copies_original: bool = False
    traces_proforma: bool = False
    prepares_only: bool = False
    pdf: bool = False
    statements: frozenset[DocumentKind] = frozenset()
    payment_state: bool = False
    payments: bool = False
    by_number: bool = False
    lists_documents: bool = False
    lists_cancelled: bool = False
    lists_clients: bool = False
    stock: bool = False
    discharges_stock: bool = False
    discharges_with: frozenset[DocumentKind] = frozenset({DocumentKind.INVOICE, DocumentKind.RECEIPT})
    emails: bool = False
    transmits: bool = False
    amends: bool = False
    keeps_reference: bool = True
    max_lines: int = 400
    max_name: int = 200
    lease: timedelta = timedelta(seconds=180)
    deadline: timedelta = timedelta(seconds=130)
    doubt_horizon: timedelta = timedelta(minutes=15)
    look_pause: timedelta = timedelta(seconds=30)

    def can_make(self, kind: DocumentKind, out_of: DocumentKind) -> bool:
        return (kind, out_of) in self.makes_from
