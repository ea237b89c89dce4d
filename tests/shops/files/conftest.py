from pathlib import Path

import pytest
from tests.shops.files.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "orders")
    made.inbox.mkdir()
    return made
