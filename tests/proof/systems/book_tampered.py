"""What others could do to the tables of the book with the database's password. Each is found by `verify`."""

# ruff: noqa: S608 - nothing in it comes from outside

from collections.abc import Mapping

_LAST = "(SELECT max(id) FROM book_document)"
_FIRST = "(SELECT min(id) FROM book_document)"
_CREDIT = "(SELECT max(id) FROM book_document WHERE kind = 'credit_note')"
TAMPERED: Mapping[str, str] = {
    "a dearer document": f"UPDATE book_document SET total = total + 1 WHERE id = {_LAST}",
    "another number": f"UPDATE book_document SET number = number + 500 WHERE id = {_FIRST}",
    "an earlier date": f"UPDATE book_document SET issued_on = issued_on - 400 WHERE id = {_LAST}",
    "another book": f"UPDATE book_document SET ledger_id = 0 WHERE id = {_LAST}",
    "no content": f"UPDATE book_document SET content = 'gone' WHERE id = {_LAST}",
    "a greater credit": f"UPDATE book_document SET total = total * 9 WHERE id = {_CREDIT}",
    "a document gone": f"DELETE FROM book_document WHERE id = {_FIRST}",
    "another buyer": f"UPDATE book_person SET facts = replace(facts, 'e', 'i') WHERE document_id = {_LAST}",
    "nobody": f"DELETE FROM book_person WHERE document_id = {_LAST}",
    "half a person": f"UPDATE book_person SET salt = NULL WHERE document_id = {_LAST}",
    "a person erased by nobody": (
        f"UPDATE book_person SET facts = NULL, salt = NULL, erased_at = now() WHERE document_id = {_LAST}"
    ),
    "another letterhead": "UPDATE book_letterhead SET content = replace(content, 'SRL', 'SA')",
    "another logo": (
        "UPDATE book_logo SET content = '\\x00' WHERE digest IN (SELECT logo FROM book_letterhead WHERE id IN "
        "(SELECT letterhead_id FROM book_document))"
    ),
    "a greater payment": "UPDATE book_fact SET amount = amount + 1 WHERE what = 'paid'",
    "a payment gone": "DELETE FROM book_fact WHERE what = 'paid'",
    "a credited document cancelled": (
        "INSERT INTO book_fact (document_id, series_id, place, what, day, at, words, link) "
        "SELECT original_id, series_id, 999, 'cancelled', issued_on, issued_at, '', '' FROM book_document "
        f"WHERE id = {_CREDIT}"
    ),
    "another head": "UPDATE book_series SET head = 'another' WHERE length > 0",
    "a number kept free": "UPDATE book_series SET next_number = next_number + 1",
    "a date kept free": "UPDATE book_series SET last_date = last_date + 1 WHERE last_date IS NOT NULL",
}
