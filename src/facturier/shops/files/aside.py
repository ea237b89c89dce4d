"""Moving files aside once it is known what became of them.

    <folder>/            files as they arrive
    <folder>/read/       whose orders are stored
    <folder>/bad/        of which nothing was taken, each with a report beside it, `<name>.report.txt`

Nothing is ever overwritten, and nothing deleted but the markers that said a file is ready.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from facturier.model.message import say
from facturier.ports.shop import Trouble
from facturier.shops.files.fault import Fault, report
from facturier.shops.files.folder import BAD, REPORT, Stamp, marker_of, shown, stamps_in
from facturier.shops.files.settings import Settings

MANY = 100
"""So many bad files are told of one by one."""


def move(path: Path, folder: Path) -> Path | None:
    """Moves a file into `folder` under its own name, or with a figure where that is taken. Returns where it is;
    None where it is gone: somebody else moved it just then, or took it away."""
    target = _reserved(folder, path.name)
    try:
        path.replace(target)
    except OSError as error:
        target.unlink(missing_ok=True)
        if isinstance(error, FileNotFoundError):
            return None
        raise
    marker_of(path).unlink(missing_ok=True)
    return target


def _reserved(folder: Path, name: str) -> Path:
    """A name in `folder` that is ours alone: an empty file keeps it, so that two workers never take the same."""
    folder.mkdir(exist_ok=True)
    stem, suffix = Path(name).stem, Path(name).suffix
    figure = 1
    while True:
        target = folder / (name if figure == 1 else f"{stem} ({figure}){suffix}")
        figure += 1
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            continue
        return target


def condemn(settings: Settings, stamp: Stamp, faults: Sequence[Fault]) -> None:
    """Moves a bad file aside, its report beside it. Should a worker die in between, `troubles` writes it."""
    target = move(stamp.path, settings.inbox / BAD)
    if target is not None:
        _write_report(target, faults)


def troubles(settings: Settings, faults_of: Callable[[Stamp], Sequence[Fault]]) -> tuple[Trouble, ...]:
    """What a person must mend: each file that lies in `bad`, until they take it away."""
    folder = settings.inbox / BAD
    if not folder.is_dir():
        return ()
    bad = sorted(stamps_in(folder), key=lambda stamp: stamp.age)
    told = list(_told(bad[-MANY:], faults_of))
    if len(bad) > MANY:
        more = say("%(count)s more files lie in %(folder)s.", count=len(bad) - MANY, folder=folder)
        told.append(Trouble("", more))
    return tuple(told)


def _told(bad: Sequence[Stamp], faults_of: Callable[[Stamp], Sequence[Fault]]) -> Iterator[Trouble]:
    for stamp in bad:
        beside = stamp.path.with_name(stamp.path.name + REPORT)
        if not beside.exists():
            _write_report(stamp.path, faults_of(stamp))
        try:
            lines = beside.read_text("utf-8").splitlines()
        except FileNotFoundError:  # somebody takes both away just now
            continue
        yield Trouble(
            f"{stamp.name} {stamp.changed:x}",
            say(
                "“%(file)s” was not taken. %(first)s (All faults: %(report)s.)",
                file=stamp.name,
                first=lines[2] if len(lines) > 2 else "",
                report=shown(beside),
            ),
        )


def _write_report(target: Path, faults: Sequence[Fault]) -> None:
    unfinished = target.with_name(f".{target.name}{REPORT}")
    unfinished.write_text(report(shown(target.name), faults), encoding="utf-8", errors="backslashreplace")
    unfinished.replace(target.with_name(target.name + REPORT))
