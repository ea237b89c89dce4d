"""Encryption of credentials at rest: Fernet, with key rotation by adding a line to the key file.

The first line of the file encrypts, every line decrypts. The file is made by `facturier init`, mode 0600.
"""

import os
from functools import cache, lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from facturier.model.message import say
from facturier.ports.errors import Misconfigured

OPENED = 256
"""How many credentials a process keeps open: every step of every document reads its connections' anew."""


def create(path: Path) -> None:
    """Make a key file. Raises FileExistsError rather than lose a key."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")


@cache
def _keys(path: Path) -> MultiFernet:
    try:
        lines = path.read_bytes().split()
    except OSError as error:
        raise Misconfigured(
            say("The key file %(path)s cannot be read: credentials stay locked without it.", path=path),
            str(error),
        ) from error
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise Misconfigured(
            say("The key file %(path)s holds no usable key. Put back the one that was saved.", path=path),
            str(error),
        ) from error


def seal(text: bytes) -> bytes:
    return _keys(settings.FACTURIER_SECRET).encrypt(text)


def unseal(token: bytes) -> bytes:
    """Raises Misconfigured when the key is not the one that sealed it."""
    return _opened(_keys(settings.FACTURIER_SECRET), token)


@lru_cache(OPENED)
def _opened(keys: MultiFernet, token: bytes) -> bytes:
    try:
        return keys.decrypt(token)
    except InvalidToken as error:
        raise Misconfigured(
            say(
                "Stored credentials cannot be opened with this key file. Put back the key they were saved with."
            )
        ) from error
