"""The connection test: one line for each folder and right, in the order in which to put them right."""

import os
from collections.abc import Callable
from pathlib import Path

from facturier.model.message import Message, say
from facturier.ports.clock import Clock
from facturier.ports.errors import RemoteError
from facturier.ports.offers import Check
from facturier.shops.files.failures import told
from facturier.shops.files.folder import BAD, READ, stamps_in
from facturier.shops.files.settings import Settings


def checks(settings: Settings, clock: Clock) -> tuple[Check, ...]:
    """Never raises for what is wrong with a folder. Tries with a file of its own, which it takes away again."""
    inbox = settings.inbox
    done = [
        _tried(say("Watched folder"), inbox, clock, lambda: _waiting(inbox)),
        _tried(say("Moving files within it"), inbox, clock, lambda: _movable(inbox)),
        _tried(say("Results"), settings.results_folder, clock, lambda: _writable(settings.results_folder)),
    ]
    return tuple(done)


def _tried(what: Message, folder: Path, clock: Clock, look: Callable[[], Message]) -> Check:
    try:
        with told(folder, clock):
            return Check(what, True, look())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _waiting(inbox: Path) -> Message:
    bad = inbox / BAD
    condemned = list(stamps_in(bad)) if bad.is_dir() else ()
    return say(
        "%(count)s files wait in %(folder)s, %(bad)s lie in “bad”.",
        count=len(list(stamps_in(inbox))),
        folder=inbox,
        bad=len(condemned),
    )


def _movable(inbox: Path) -> Message:
    for name in (READ, BAD):
        (inbox / name).mkdir(exist_ok=True)
        probe = _probe(inbox)
        moved = inbox / name / probe.name
        probe.replace(moved)
        moved.unlink()
    return say("Files can be moved to “read” and “bad”.")


def _writable(folder: Path) -> Message:
    folder.mkdir(exist_ok=True)  # not its parents: a share that is not mounted must not be built anew
    _probe(folder).unlink()
    return say("Results can be written to %(folder)s.", folder=folder)


def _probe(folder: Path) -> Path:
    path = folder / f".facturier-probe-{os.getpid()}"
    path.write_bytes(b"")
    return path
