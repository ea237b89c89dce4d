"""A paper as PDF/A-3b, made by typst: `render(paper)`. The same paper gives the same bytes, always."""

from collections import deque
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

import msgspec
import typst

from facturier.systems.book.printing.faces import fonts
from facturier.systems.book.printing.paper import Attachment, Paper
from facturier.systems.book.printing.sheet import sheet
from facturier.systems.book.printing.text import fit

TEMPLATES = Path(__file__).with_name("templates")
_LONGEST_WORD, _LONGEST_IN_TABLE = 44, 20
_idle: deque[typst.Compiler] = deque()


def render(paper: Paper, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """The PDF of `paper`, with `attachments` inside. Any number of threads may call it at once.

    Raises `Misconfigured` if the logo is no picture.
    """
    compiler = _compiler()
    try:
        pdf = compiler.compile(
            _source(_data(paper, attachments)),
            pdf_standards="a-3b",
            timestamp=datetime.combine(paper.issue_date, time(), UTC),
        )
    finally:
        _idle.append(compiler)
    return cast(bytes, pdf)


def _compiler() -> typst.Compiler:
    """One for each call that runs at the same time; they share the fonts and what typst remembers."""
    try:
        return _idle.pop()
    except IndexError:
        return typst.Compiler(b"", root=TEMPLATES, font_paths=fonts())


def _source(data: dict[str, Any]) -> bytes:
    """The data as a string within the source.

    As an input (`sys.inputs`) they would be part of typst's library, and whatever it remembers of the
    templates would be forgotten with each document. In a string of typst two characters mean something.
    """
    string = msgspec.json.encode(data).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'#import "/document.typ": document\n#document(json(bytes("%b")))' % string


def _data(paper: Paper, attachments: tuple[Attachment, ...]) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(sheet(paper))
    table = fit(data.pop("table"), _LONGEST_IN_TABLE)
    files = [{**msgspec.structs.asdict(each), "content": list(each.content)} for each in attachments]
    logo = list(paper.logo) if paper.logo else None
    return {**fit(data, _LONGEST_WORD), "table": table, "logo": logo, "attachments": files}
