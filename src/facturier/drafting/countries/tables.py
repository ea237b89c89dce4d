"""The data files beside this code, each read once."""

import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any

_FOLDER = files(__package__) / "data"


def table(name: str) -> dict[str, Any]:
    """The TOML file `data/<name>.toml`; numbers with a point are Decimal."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
