"""Several writes as one statement: all of them happen or none, with one trip to the database.

PostgreSQL sees each of them on the data as it was before the first: no row may be written by two.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Model

from facturier.prepared import execute
from facturier.store.columns import assigned, equal, new_fields, stored


class Write(NamedTuple):
    """One of several: SQL with {when} where the condition on the others goes, and its parameters."""

    sql: str
    parameters: list[Any]


class KeyOf(NamedTuple):
    """As a value of a new row: the key of the row that another write of the same statement made."""

    write: str

    @property
    def sql(self) -> str:
        return f'(SELECT min(id) FROM "{self.write}")'  # noqa: S608


def updating(model: type[Model], where: Mapping[str, Any], **values: Any) -> Write:
    """Write `values` to the rows whose fields equal `where` (None: are empty)."""
    wanted, parameters = equal(model, where)
    written, new = assigned(model, values)
    table = model._meta.db_table
    return Write(
        f'UPDATE "{table}" SET {written} WHERE {wanted}{{when}} RETURNING id',  # noqa: S608
        [*new, *parameters],
    )


def deleting(model: type[Model], where: Mapping[str, Any]) -> Write:
    """Remove the rows whose fields equal `where`; nothing cascades."""
    wanted, parameters = equal(model, where)
    return Write(f'DELETE FROM "{model._meta.db_table}" WHERE {wanted}{{when}} RETURNING id', parameters)  # noqa: S608


def locking(model: type[Model], where: Mapping[str, Any]) -> Write:
    """Nobody else writes the rows whose fields equal `where` until the statement ends; such a row must be there."""
    wanted, parameters = equal(model, where)
    return Write(
        f'SELECT id FROM "{model._meta.db_table}" WHERE {wanted}{{when}} FOR UPDATE',  # noqa: S608
        parameters,
    )


def inserting(row: Model, *, unless_there: bool = False, **keys: KeyOf) -> Write:
    """Store a new row. `keys`: fields whose value only another write knows.

    unless_there: nothing is stored where a unique constraint has one like it already.
    """
    fields = new_fields(type(row))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(keys[field.name].sql if field.name in keys else "%s" for field in fields)
    values = [stored(field, getattr(row, field.attname)) for field in fields if field.name not in keys]
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    table = type(row)._meta.db_table
    return Write(
        f'INSERT INTO "{table}" ({columns}) SELECT {marks} WHERE true{{when}}{conflict} RETURNING id',
        values,
    )


def alone(write: Write) -> None:
    """Run one of them by itself."""
    execute(write.sql.format(when=""), write.parameters)


def together(
    first: Write, then: Mapping[str, Write], *, holding: Write | None = None
) -> Mapping[str, int] | None:
    """Run all of it in one go. `first` happens only where `holding` (see `locking`) finds its row, and `then` only
    where `first` wrote one. Returns the key of a row of each of `then` that wrote any, by name; None: nothing
    was written.

    Raises IntegrityError; then nothing was written either.
    """
    named = {"first": first, **then}
    parts, parameters = [], list[Any]()
    if holding:
        parts.append(f"held AS ({holding.sql.format(when='')})")
        parameters += holding.parameters
    for name, write in named.items():
        needs = "first" if name != "first" else "held" if holding else ""
        when = f" AND EXISTS (SELECT FROM {needs})" if needs else ""
        parts.append(f'"{name}" AS ({write.sql.format(when=when)})')
        parameters += write.parameters
    keys = ", ".join(KeyOf(name).sql for name in named)
    whole = f"WITH {', '.join(parts)} SELECT {keys}"
    found: Sequence[int | None] = execute(whole, parameters).fetchone()
    if found[0] is None:
        return None
    return {name: key for name, key in zip(named, found, strict=True) if key is not None}
