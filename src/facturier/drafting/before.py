"""What an invoice comes after: an order document or a proforma of the same sale."""

from msgspec import Struct

from facturier.model.draft import Draft, Original


class Before(Struct, frozen=True, omit_defaults=True):
    """What stands for the sale already. name: as people call it. draft: as it was made.

    original: what the invoice is to be made out of; None where the system cannot, or did so before.
    moved, paid: stock left with it, a payment was recorded with it. copied: the system takes buyer and lines from it.
    """

    name: str
    draft: Draft
    original: Original | None = None
    moved: bool = False
    paid: bool = False
    copied: bool = False
