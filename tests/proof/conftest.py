from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.proof.play import Theatre


@pytest.fixture(scope="session")
def theatre(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Theatre]:
    """On the run's own database, which is empty before and after."""
    files: Path = tmp_path_factory.mktemp("proof")
    with django_db_blocker.unblock():
        made = Theatre(files)
        yield made
        made.close()
