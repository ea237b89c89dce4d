"""The witness: a small file outside the database that remembers how far it had come (DESIGN 5.14).

A restored, cloned or replaced database does not know that it is behind: it would make the documents of
the lost days a second time. The witness is written and fsynced before each create, so it can tell.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from facturier.embedded.durable import opened_directory, write_durably
from facturier.embedded.errors import ForeignWitness, WitnessDamaged
from facturier.model.message import say
from facturier.model.shapes import known

Verdict = Literal["same", "older", "foreign", "missing"]
"""What the database is, as the witness sees it; everything but "same" means recovery mode.

`same`: the database the witness knows, at least as far on. `older`: that database at an earlier moment.
`foreign`: another database. `missing`: there is no witness, or no database id, to compare.
"""


class Witness(msgspec.Struct, frozen=True):
    """`database_id` as the store names its database; `last_attempt` the highest attempt number noted."""

    database_id: str
    last_attempt: int


class WitnessFile:
    """The witness of one data home. Safe for many threads and processes at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Witness | None:
        """None when there is no file. Raises WitnessDamaged."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=known(Witness))
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise WitnessDamaged(
                say(
                    "The witness file %(path)s cannot be read. Keep a copy, move it away and start again: "
                    "Facturier will then check every account before it sends anything.",
                    path=self._path,
                ),
                words=str(error),
            ) from error

    def compare(self, database_id: str | None, last_attempt: int) -> Verdict:
        """Judge the database that says it is `database_id` (None: it says nothing) at `last_attempt`."""
        witness = self.read()
        if witness is None or database_id is None:
            return "missing"
        if witness.database_id != database_id:
            return "foreign"
        return "older" if last_attempt < witness.last_attempt else "same"

    def note(self, database_id: str, attempt: int) -> None:
        """Remember, durably, that this attempt is about to be made; a lower number changes nothing.

        Returns only when it is on the disk. Raises ForeignWitness when the file is missing or speaks of
        another database: then nothing may be sent until `begin` (init, or the end of recovery).
        """
        with self._locked() as directory:
            witness = self.read()
            if witness is None or witness.database_id != database_id:
                raise ForeignWitness(
                    say(
                        "The witness file %(path)s does not belong to this database, so nothing is sent. "
                        "Restart Facturier: it will check every account first.",
                        path=self._path,
                    )
                )
            if attempt > witness.last_attempt:
                self._write(Witness(database_id, attempt), directory)

    def begin(self, database_id: str, last_attempt: int) -> None:
        """Start to witness this database, whatever the file said before."""
        with self._locked() as directory:
            self._write(Witness(database_id, last_attempt), directory)

    def _write(self, witness: Witness, directory: int) -> None:
        write_durably(self._path, msgspec.json.encode(witness), directory=directory)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Nobody else writes meanwhile. The lock is on the directory, which is opened anyway to be fsynced."""
        with opened_directory(self._path.parent) as directory:
            fcntl.flock(directory, fcntl.LOCK_EX)
            yield directory
