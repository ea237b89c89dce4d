"""An order as it stands in a file, not yet understood."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from facturier.shops.files.columns import column_of


class Found(Struct, frozen=True):
    """row: where it begins. raw: its bytes, the same whichever file tells it. plain: its values in the shape of
    the schema. rows: for a table, where its lines and refunds stand (`lines[1]` -> 7); None for JSON, whose
    fields are named by their path. absent: columns that the table should have; it is said once that they are
    missing, not for every row.
    """

    row: int
    raw: bytes
    plain: Any
    rows: Mapping[str, int] | None = None
    absent: frozenset[str] = frozenset()

    @property
    def number(self) -> str:
        told = self.plain.get("number") if isinstance(self.plain, dict) else None
        return str(told).strip() if told is not None else ""

    def where(self, path: str) -> tuple[int, str]:
        """Row and name of the field at `path`, as whoever wrote the file knows them."""
        if self.rows is None:
            return self.row, path
        known = [part for part in self.rows if path == part or path.startswith((f"{part}.", f"{part}["))]
        return self.rows[max(known, key=len)] if known else self.row, column_of(path)
