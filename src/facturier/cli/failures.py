"""Every error that is to be expected, as one sentence and an exit code. Others are bugs and keep their trace."""

import typer

from facturier.cli.exits import Exit, Stop
from facturier.embedded import errors as embedded
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, RemoteError

_LATER = (embedded.AlreadyOwned, embedded.NotRunning)
_TO_SET_UP = (
    embedded.NoPrograms,
    embedded.NoAccount,
    embedded.NoCluster,
    embedded.ClusterExists,
    embedded.PathTooLong,
    embedded.UnsafeDirectory,
    embedded.WitnessDamaged,
    embedded.ForeignWitness,
)


def expected(error: BaseException) -> Stop | None:
    """How to tell a person of `error`, or None where it is none of the expected ones."""
    # Only now: a program that runs well may not need them until much later.
    from django.core.exceptions import ImproperlyConfigured
    from django.db import InterfaceError, OperationalError, ProgrammingError

    match error:
        case Stop():
            return error
        case typer.Abort() | KeyboardInterrupt():
            return Stop(say("Stopped."), Exit.INTERRUPTED)
        case typer.TyperException():
            return Stop(say("%(said)s", said=error.format_message()), Exit.USAGE)
        case RemoteError():
            return Stop(error.message, _code_of(error), error.words)
        case embedded.EmbeddedError():
            return Stop(error.message, _code_of_database(error), error.words)
        case OperationalError() | InterfaceError():
            why = say("The database does not answer. Check that it runs, and DATABASE_URL if it is set.")
            return Stop(why, Exit.NOT_NOW, str(error).strip())
        case ProgrammingError() | ImproperlyConfigured():
            why = say(
                "The database does not have this version's tables. Run “facturier init” on a new one, or "
                "“facturier up”, which brings an old one up to date."
            )
            return Stop(why, Exit.MISCONFIGURED, str(error).strip())
        case OSError():
            return _of_file(error)
    return None


def _code_of(error: RemoteError) -> Exit:
    match error:
        case NotNow() | InDoubt():
            return Exit.NOT_NOW
        case Misconfigured():
            return Exit.MISCONFIGURED
    return Exit.FAILED


def _code_of_database(error: embedded.EmbeddedError) -> Exit:
    if isinstance(error, _LATER):
        return Exit.NOT_NOW
    return Exit.MISCONFIGURED if isinstance(error, _TO_SET_UP) else Exit.FAILED


def _of_file(error: OSError) -> Stop:
    why = say("%(file)s: %(why)s.", file=error.filename or "-", why=error.strerror or error)
    return Stop(why, Exit.FAILED)
