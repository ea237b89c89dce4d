"""Columns that hold a value of the model, or a secret."""

import re
from typing import Any

import msgspec
from django.db import models

from facturier.store import secrets

_encoder = msgspec.json.Encoder(decimal_format="string")
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class ValueField(models.Field):  # type: ignore[type-arg]
    """A jsonb column holding one value of `shape`, a type that msgspec can check (decimals stay exact).

    PostgreSQL stores every character but NUL, which shops do send: it becomes the replacement character.
    """

    def __init__(self, shape: Any = None, **options: Any) -> None:
        self.shape = shape
        self._decoder = msgspec.json.Decoder(shape) if shape is not None else msgspec.json.Decoder()
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options

    def db_type(self, connection: Any) -> str:
        return "jsonb"

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else _NUL.sub(r"\1\\ufffd", _encoder.encode(value).decode())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self._decoder.decode(value)


class SecretField(models.BinaryField):  # type: ignore[type-arg]
    """A dictionary of texts, encrypted at rest; never part of a log, an error or an export."""

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else secrets.seal(msgspec.json.encode(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else msgspec.json.decode(secrets.unseal(bytes(value)))
