"""What a person may ask of a connector by name, beside what every connector does: `facturier book verify`.

The command line shows each errand of a connector as a command of its own; pages may show it as a button.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from facturier.model.message import Message


class Asked(Struct, frozen=True, omit_defaults=True):
    """One word that an errand takes: `--name VALUE`, or a bare VALUE where it is `required`."""

    name: str
    help: str
    required: bool = False


class Report(Struct, frozen=True, omit_defaults=True):
    """What came of it. rows by the keys of `columns`; `good` False: a person must look at it.

    text: printed as it is, for another program to read (a schema, a table of values).
    """

    said: Message | None = None
    columns: Mapping[str, Message] = {}
    rows: Sequence[Mapping[str, Any]] = ()
    text: str = ""
    good: bool = True


class Errand(Struct, frozen=True, omit_defaults=True):
    """`run` gets the settings of each connection of this connector by label, and the words that were given.

    help: English, as the command line's help is. May raise the errors of `ports.errors`.
    offline: it needs no database, so it also runs before `facturier init`, with no connections.
    """

    name: str
    help: str
    run: Callable[[Mapping[str, Any], Mapping[str, str]], Report]
    asks: Sequence[Asked] = ()
    offline: bool = False
