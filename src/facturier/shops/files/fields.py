"""The schema's fields as the readers need them: what sort of value stands there, and within which limits."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, cast

import msgspec
from msgspec import Struct, inspect


class Sort(Enum):
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    MOMENT = "date, with or without time"
    CHOICE = "one of a list"
    PART = "an object"
    PARTS = "a list of objects"


class Field(Struct, frozen=True):
    """One field. shape: the struct of a PART or PARTS, the enum of a CHOICE. limits: see `schema.about`."""

    name: str
    sort: Sort
    words: str
    required: bool
    default: Any
    limits: Mapping[str, Any]
    shape: type[Any] | None = None

    @property
    def example(self) -> str:
        return str(self.limits.get("example", ""))


_SORTS: tuple[tuple[type[inspect.Type], Sort], ...] = (
    (inspect.StrType, Sort.TEXT),
    (inspect.DecimalType, Sort.NUMBER),
    (inspect.BoolType, Sort.YES_NO),
    (inspect.DateTimeType, Sort.MOMENT),
    (inspect.EnumType, Sort.CHOICE),
    (inspect.StructType, Sort.PART),
    (inspect.VarTupleType, Sort.PARTS),
)


@cache
def fields_of(shape: type[Struct]) -> tuple[Field, ...]:
    """The fields of a struct of `schema`, in order."""
    told = cast(inspect.StructType, inspect.type_info(shape))
    return tuple(_field(one) for one in told.fields)


def _field(told: inspect.Field) -> Field:
    annotated = cast(inspect.Metadata, told.type)
    bare = _bare(annotated.type)
    sort = next(sort for kind, sort in _SORTS if isinstance(bare, kind))
    inner = bare.item_type if isinstance(bare, inspect.VarTupleType) else bare
    return Field(
        name=told.name,
        sort=sort,
        words=(annotated.extra_json_schema or {}).get("description", ""),
        required=told.required,
        default=None if told.required else _default(told),
        limits=annotated.extra or {},
        shape=inner.cls if isinstance(inner, inspect.StructType | inspect.EnumType) else None,
    )


def _bare(kind: inspect.Type) -> inspect.Type:
    """The type without the `None` that stands for not said."""
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _default(told: inspect.Field) -> Any:
    return told.default if told.default is not msgspec.NODEFAULT else told.default_factory()
