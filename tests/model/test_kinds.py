"""The closed lists, and which kinds of document stand for each other."""

import pytest

from facturier.model.kinds import DocumentClass, DocumentKind, LineKind, VatCategory


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_has_a_class(kind: DocumentKind) -> None:
    assert kind.document_class in DocumentClass


def test_invoice_and_receipt_stand_for_each_other_and_nothing_else_does() -> None:
    assert DocumentKind.INVOICE.document_class is DocumentKind.RECEIPT.document_class
    assert len({kind.document_class for kind in DocumentKind}) == len(DocumentKind) - 1


def test_stored_words_stay_what_they_are() -> None:
    """They stand in databases and in settings: a new one may be added, none may change."""
    assert [kind.value for kind in DocumentKind] == [
        "invoice",
        "proforma",
        "receipt",
        "credit_note",
        "order",
        "delivery_note",
    ]
    assert {kind.value for kind in DocumentClass} == {"fiscal", "proforma", "credit", "order", "delivery"}
    assert {kind.value for kind in VatCategory} == {"S", "Z", "E", "AE", "K", "G", "O"}
    assert LineKind("unknown") is LineKind.UNKNOWN
