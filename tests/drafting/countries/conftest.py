"""The authorities' rule files, where this machine has them."""

import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def authority_file() -> Callable[[str], Path | None]:
    """Finds a file or folder of the e-invoicing data: FACTURIER_SHARED_DATA, or beside the checkout.

    Where it is absent, the test's output says what was left out.
    """
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    folder = Path(os.environ.get("FACTURIER_SHARED_DATA", beside)) / "einvoice"

    def find(name: str) -> Path | None:
        path = folder / name
        if path.exists():
            return path
        warnings.warn(f"left out: comparison with {name}, which is not on this machine", stacklevel=2)
        return None

    return find
