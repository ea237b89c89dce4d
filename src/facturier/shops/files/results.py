"""Writing back: one file for each order, `<number>.json`, with the documents that were made for it.

A file is read before it is written, and replaced as a whole: whoever reads it never sees half of one.
"""

import fcntl
import os
import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from facturier.model import reference
from facturier.model.document import Issued
from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.errors import Misconfigured
from facturier.ports.shop import WriteBack

ISSUED, CANCELLED = "issued", "cancelled"
_MARK = re.compile(rf"(?P<mark>{reference.PATTERN.pattern})(?::(?P<word>[a-z_]+))?")
_LOCK = ".lock"
_ENCODER = msgspec.json.Encoder(decimal_format="string")


class Document(Struct, frozen=True, kw_only=True):
    """One document of the order. state: issued or cancelled. total: what is payable, where it is known.
    link: where it can be seen. reference: Facturier's mark, which stands on the document too."""

    kind: str
    series: str
    number: str
    state: str = ISSUED
    issued_on: date | None = None
    total: Decimal | None = None
    currency: str = ""
    link: str = ""
    reference: str = ""


class Result(Struct, frozen=True, kw_only=True):
    """A results file. status: what the route sets, if anything. comments: its words, the oldest first."""

    shop: str
    order: str
    status: str = ""
    documents: tuple[Document, ...] = ()
    comments: tuple[str, ...] = ()


def record(folder: Path, shop: str, number: str, document: Issued, how: WriteBack) -> None:
    """Notes a document. Nothing is written where all of it stands there already. Raises OSError, and
    Misconfigured for a file that is not ours."""
    folder.mkdir(exist_ok=True)  # not its parents: a share that is not mounted must not be built anew
    with (folder / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two documents of one order may be noted at the same moment
        _record(path_of(folder, number), Result(shop=shop, order=number), document, how)


def _record(path: Path, fresh: Result, document: Issued, how: WriteBack) -> None:
    before = read(path) or fresh
    after = replace(
        before,
        status=how.status or before.status,
        documents=_with(before.documents, document, how.comment),
        comments=before.comments if _is_there(how.comment, before) else (*before.comments, how.comment),
    )
    if after != before:
        _write(path, after)


def path_of(folder: Path, number: str) -> Path:
    """Under the order's number; one that is no good name for a file is followed by its digest."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", number).lstrip(".")[:80]
    if plain != number or number != number.lower():
        plain = f"{plain}-{sha256(number.encode()).hexdigest()[:8]}"
    return folder / f"{plain}.json"


def read(path: Path) -> Result | None:
    """What stands there; None for no file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=known(Result))
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise Misconfigured(
            say("%(file)s is no results file. Move it away, so that it can be written.", file=path),
            str(error),
        ) from error


def _with(documents: tuple[Document, ...], issued: Issued, comment: str) -> tuple[Document, ...]:
    marked = _MARK.search(comment)
    mark, word = (marked["mark"], marked["word"]) if marked else ("", "")
    told = Document(
        kind=issued.kind.value,
        series=issued.series,
        number=issued.number,
        state=CANCELLED if word == CANCELLED else ISSUED,
        issued_on=issued.issued_on,
        total=issued.total,
        currency=issued.currency,
        link=issued.public_link or issued.link,
        reference=mark,
    )
    for place, one in enumerate(documents):
        if (one.kind, one.series, one.number) == (told.kind, told.series, told.number):
            # A cancelled document stays so: what is said of it late was true before.
            state = CANCELLED if CANCELLED in (one.state, told.state) else ISSUED
            same = replace(told, state=state, reference=told.reference or one.reference)
            return (*documents[:place], same, *documents[place + 1 :])
    return (*documents, told)


def _is_there(comment: str, before: Result) -> bool:
    """A comment with our mark is known by it, any other by its words."""
    marks = {found[0] for found in _MARK.finditer(comment)}
    known = {found[0] for words in before.comments for found in _MARK.finditer(words)}
    return not comment or comment in before.comments or bool(marks & known)


def _write(path: Path, result: Result) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with unfinished.open("wb") as file:
        file.write(msgspec.json.format(_ENCODER.encode(result), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
