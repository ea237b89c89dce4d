"""I2: what is told to be gone is not there as it was, once both books were read since."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.flows.told_before import AT_ONCE
from facturier.store.models import Document
from facturier.store.undoing import GONE


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    told = [one for one in books.documents if books.alarmed(one, GONE)]
    for document in sorted(told, key=lambda one: -one.pk)[:AT_ONCE]:
        alarm = next(
            one for one in books.alarms if one.code == GONE and one.subject.endswith(f":{document.pk}")
        )
        remote = books.remote_of(document)
        if ground.reconciled_at and alarm.at < ground.reconciled_at and remote and _is(document, remote):
            yield f"{remote} of order {document.order.number} is there as it was, and told to be gone"


def _is(document: Document, remote: Remote) -> bool:
    same = remote.reference == document.reference and remote.total == document.total
    return same and not (document.original_id is not None and remote.cancelled)
