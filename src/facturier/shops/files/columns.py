"""The columns of a table, made from the schema: one row for each line of an order.

Fields of the order stand in each of its rows, or in one of them; those of its parts are named with the part
(`buyer_city`); a line's own stand plainly. A row with a `refund` tells of money given back: for its `line`, or,
without one, beside all lines.
"""

from functools import cache
from typing import cast

from msgspec import Struct

from facturier.shops.files.fields import Field, Sort, fields_of
from facturier.shops.files.schema import Line, Order, Refund

LINES, REFUNDS = "lines", "refunds"
REFUND = "refund"
_HELD_BACK = ("adjustment",)


class Column(Struct, frozen=True):
    """path: where its value stands in an order, without the places in lists: `buyer.city`, `lines.vat`."""

    name: str
    path: str
    field: Field
    of_order: bool

    @property
    def needed(self) -> bool:
        """Whether a table must have it."""
        return self.field.required and not self.path.startswith((REFUNDS, "ship_to", "elsewhere"))


@cache
def columns() -> dict[str, Column]:
    """Every column by its name, those of the order first."""
    found: list[Column] = []
    for field in fields_of(Order):
        if field.sort is Sort.PARTS:
            continue
        if field.sort is not Sort.PART:
            found.append(Column(field.name, field.name, field, True))
        else:
            found += [
                Column(f"{field.name}_{inner.name}", f"{field.name}.{inner.name}", inner, True)
                for inner in fields_of(cast(type[Struct], field.shape))
            ]
    found += [Column(field.name, f"{LINES}.{field.name}", field, False) for field in fields_of(Line)]
    found += [
        Column(field.name, f"{REFUNDS}.{field.name}", field, False)
        for field in fields_of(Refund)
        if field.sort is not Sort.PARTS and field.name not in _HELD_BACK
    ]
    return {column.name: column for column in found}


def column_of(path: str) -> str:
    """The column in which a path of an order stands; the path itself where none does."""
    steps = [step.partition("[")[0] for step in path.split(".")]
    if steps[0] in (LINES, REFUNDS):
        name = "amount" if steps[-1] in _HELD_BACK else steps[-1]
        return name if name in columns() else path
    name = "_".join(steps)
    return name if name in columns() else path


def cleaned(head: str) -> str:
    """A column's name as it stands in a file, in our spelling."""
    return head.strip().lower().replace(" ", "_").replace("-", "_")
