"""How a model's fields stand in SQL: their columns, their values, and conditions on them.

Only equality, and only names that the model declares; values pass through the fields as in Django's queries.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from django.db import connections
from django.db.models import BinaryField, Field, Model

from facturier.store.fields import ValueField

AnyField: TypeAlias = "Field[Any, Any]"
Condition: TypeAlias = tuple[str, list[Any]]
_AS_IT_IS = frozenset({str, int, bool, Decimal, date, datetime})


@cache
def read_fields(model: type[Model]) -> tuple[AnyField, ...]:
    """In the model's order, the key first: where that is empty, a joined row is not there.

    A shop's payload as it came is large and hardly ever asked for; who wants it gets it by a query of its own.
    """
    return tuple(field for field in model._meta.concrete_fields if type(field) is not BinaryField)


@cache
def new_fields(model: type[Model]) -> tuple[AnyField, ...]:
    """What a new row is given: everything but the key."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def field(model: type[Model], name: str) -> AnyField:
    """Raises TypeError where it is kept in no column of its own."""
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{name} of {model.__name__} is kept in no column of its own")
    return found


def target(relation: AnyField) -> type[Model]:
    """The model that a relation points at."""
    if relation.related_model is None:
        raise TypeError(f"{relation} points at no other model")
    return relation.related_model


def stored(kept_in: AnyField, value: Any) -> Any:
    """As the field stores it. What the driver takes as it is, fields that hold no value of the model take too."""
    if value is None or (type(value) in _AS_IT_IS and not isinstance(kept_in, ValueField)):
        return value
    plain = value.pk if isinstance(value, Model) else value
    return kept_in.get_db_prep_save(plain, connections["default"])


def equal(model: type[Model], where: Mapping[str, Any], alias: str = "") -> Condition:
    """The condition that fields equal `where` (None: are empty), with its parameters."""
    wanted, parameters = [], []
    for name, value in where.items():
        column = f'{alias}"{field(model, name).column}"'
        wanted.append(f"{column} IS NULL" if value is None else f"{column} = %s")
        if value is not None:
            parameters.append(stored(field(model, name), value))
    return " AND ".join(wanted), parameters


def assigned(model: type[Model], values: Mapping[str, Any]) -> Condition:
    """What stands after SET, with its parameters."""
    kept = [field(model, name) for name in values]
    new = [stored(one, value) for one, value in zip(kept, values.values(), strict=True)]
    return ", ".join(f'"{one.column}" = %s' for one in kept), new
