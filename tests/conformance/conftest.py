"""Some connectors keep their books in Facturier's own database: every test of the suite may use it."""

import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """In a transaction that is undone at the end, so that accounts of one test are none of another's."""
