"""Any value of ours as what JSON knows: exact decimals as text, sentences in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec import Struct

from facturier.model.message import Message

Tell = Callable[[Message], str]


def plain(value: Any, tell: Tell) -> Any:
    """Dictionaries, lists, texts, whole numbers, booleans and None; moments and days in ISO 8601."""
    match value:
        case Message():
            return tell(value)
        case Enum():
            return value.value
        case Struct():
            return {name: plain(getattr(value, name), tell) for name in value.__struct_fields__}
        case Mapping():
            return {str(key): plain(each, tell) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each, tell) for each in value]
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal():
            return f"{value:f}"
        case None | bool() | int() | float() | str():
            return value
        case Path():
            return str(value)
    raise TypeError(f"{type(value).__name__} cannot be shown")
