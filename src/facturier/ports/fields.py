"""A settings type as a form: every field with its label, help and kind of value, and rows within rows.

Made of the same annotations as `ports.connector.describe`; pages draw their forms from it.
"""

from collections.abc import Sequence
from enum import Enum, StrEnum
from typing import Any

from msgspec import NODEFAULT, UNSET, Struct, inspect

from facturier.model.message import Message


class Shape(StrEnum):
    """What may be entered. TEXTS: several, one a line. ROWS: several of `Field.fields`. GROUP: one of them."""

    TEXT = "text"
    YES_NO = "yes_no"
    WHOLE = "whole"
    AMOUNT = "amount"
    DAY = "day"
    ONE_OF = "one_of"
    TEXTS = "texts"
    ROWS = "rows"
    GROUP = "group"


class Field(Struct, frozen=True):
    """choices: name of the list in `Offers` to choose from, or empty. options: the closed list of ONE_OF.

    lines: a text of several lines. optional: may be nothing at all (None), beside empty. fields: of a GROUP, or of
    each of the ROWS.
    """

    name: str
    label: Message
    help: Message
    shape: Shape
    required: bool = False
    secret: bool = False
    lines: bool = False
    optional: bool = False
    choices: str = ""
    options: tuple[Any, ...] = ()
    default: Any = None
    fields: tuple["Field", ...] = ()


def fields_of(settings: type[Struct]) -> Sequence[Field]:
    """The form of a settings type, in order."""
    kind = inspect.type_info(settings)
    return tuple(_field(one) for one in getattr(kind, "fields", ()))


def _field(one: inspect.Field) -> Field:
    extra = getattr(one.type, "extra", None) or {}
    kind = bare(one.type)
    shape, options, inner = _shape(kind)
    return Field(
        name=one.name,
        label=extra.get("label", Message(one.name)),
        help=extra.get("help", Message("")),
        shape=shape,
        required=one.required,
        secret=extra.get("secret", False),
        lines=extra.get("lines", False),
        optional=_optional(one.type),
        choices=extra.get("choices", ""),
        options=options,
        default=None if one.default in (NODEFAULT, UNSET) else one.default,
        fields=inner,
    )


_PLAIN: dict[type[Any], Shape] = {
    inspect.BoolType: Shape.YES_NO,
    inspect.IntType: Shape.WHOLE,
    inspect.DecimalType: Shape.AMOUNT,
    inspect.DateType: Shape.DAY,
}


def _shape(kind: Any) -> tuple[Shape, tuple[Any, ...], tuple[Field, ...]]:
    match kind:
        case inspect.EnumType():
            return Shape.ONE_OF, tuple(kind.cls), ()
        case inspect.LiteralType():
            return Shape.ONE_OF, tuple(kind.values), ()
        case inspect.StructType():
            return Shape.GROUP, (), tuple(_field(one) for one in kind.fields)
        case inspect.VarTupleType():
            inner = bare(kind.item_type)
            if isinstance(inner, inspect.StructType):
                return Shape.ROWS, (), tuple(_field(one) for one in inner.fields)
            return Shape.TEXTS, (), ()
    return _PLAIN.get(type(kind), Shape.TEXT), (), ()


def spelled(option: Any) -> str:
    """An option, or any other value of a field, as it stands in a form."""
    if isinstance(option, Enum):
        option = option.value
    return "" if option is None else str(option)


def bare(kind: Any) -> Any:
    """A type without its label and without “or nothing”."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _optional(kind: Any) -> bool:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return isinstance(kind, inspect.UnionType)
