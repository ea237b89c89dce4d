"""What can go wrong with the embedded database. Every error carries a sentence for a person."""

from facturier.model.message import Message


class EmbeddedError(Exception):
    """Base of the family. `message` says what happened and what to do now."""

    def __init__(self, message: Message, words: str = "") -> None:
        super().__init__(message.render() + (f" [{words}]" if words else ""))
        self.message = message
        self.words = words
        """What the program itself said, if one was run."""


class NoPrograms(EmbeddedError):
    """PostgreSQL's programs, or the version of them that is needed, are not here."""


class NoAccount(EmbeddedError):
    """No operating-system user can run the server, or that user cannot reach what it needs."""


class NoCluster(EmbeddedError):
    """There is no database here. Only `facturier init` makes one (DESIGN 5.14)."""


class ClusterExists(EmbeddedError):
    """A database is here already; making another would hide it."""


class AlreadyOwned(EmbeddedError):
    """Another process supervises this database."""


class NotOwner(EmbeddedError):
    """This process does not supervise the database, so it may not stop it."""


class NotRunning(EmbeddedError):
    """The server is not there to connect to."""


class StartFailed(EmbeddedError):
    """The server ended, or refused to start."""


class ProgramFailed(EmbeddedError):
    """One of PostgreSQL's programs ended with an error."""


class PathTooLong(EmbeddedError):
    """No directory is short enough for the server's socket."""


class UnsafeDirectory(EmbeddedError):
    """A directory that must be ours alone belongs to, or is open to, somebody else."""


class BackupRefused(EmbeddedError):
    """The backup was not made, or is not what it claims to be."""


class RestoreRefused(EmbeddedError):
    """The restore was not begun, or what came out is not what the backup holds."""


class WitnessDamaged(EmbeddedError):
    """The witness file cannot be read."""


class ForeignWitness(EmbeddedError):
    """The witness file speaks of another database."""
