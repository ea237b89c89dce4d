"""A shop whose route sends e-invoices to SdI through Fatture in Cloud, simulated in this process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.cloud import build
from tests.support.einvoices import Make
from tests.support.world import World

from facturier.store import installation


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path, asked: list[str]) -> Iterator[Make]:
    def make(**parts: Any) -> World:
        return build(tmp_path, asked, **{"electronic": True, "transmit": True, **parts})

    yield make
    installation.identity.cache_clear()


@pytest.fixture
def world(make_world: Make) -> World:
    return make_world()
