"""What must be asked before every create call, in one question. Who is told yes asks the store for the rest."""

from typing import NamedTuple

from facturier.prepared import execute
from facturier.store.models import Document

_ASK = """
    SELECT
        EXISTS (SELECT FROM store_wish WHERE document_id = %(id)s AND what = 'cancel' AND state = 'waiting'),
        EXISTS (SELECT FROM store_installation WHERE id = 1 AND recovery IS NULL AND paused_at IS NULL),
        EXISTS (SELECT FROM store_stray WHERE reference = %(reference)s)
"""


class Gate(NamedTuple):
    """cancelled: a waiting wish withdraws the document. open: the installation may send at all.

    seen: a document with its reference was seen in the system.
    """

    cancelled: bool
    open: bool
    seen: bool


def gate(document: Document) -> Gate:
    return Gate(*execute(_ASK, {"id": document.pk, "reference": document.reference}).fetchone() or ())
