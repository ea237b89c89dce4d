"""A paper as PDF/A-3b, made by typst. The same paper gives the same bytes, always."""

import re
from collections import deque
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

import msgspec
import typst

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.book.printing.faces import fonts
from facturier.systems.book.printing.paper import Attachment, Paper
from facturier.systems.book.printing.room import fits
from facturier.systems.book.printing.sheet import sheet
from facturier.systems.book.printing.text import BREAK, fit

TEMPLATES = Path(__file__).with_name("templates")
_LONGEST_WORD, _LONGEST_IN_TABLE = 44, 20
_PAGES = re.compile(rb"/Type ?/Pages\s*/Count (\d+)")
_idle: deque[typst.Compiler] = deque()


def render(paper: Paper, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """The PDF of `paper`, with `attachments` inside. Any number of threads may call it at once.

    Raises `Misconfigured` if the logo cannot be printed.
    """
    data = _data(paper, attachments)
    try:
        return _on_one_page(paper, data) or _document(paper, data, single=False)
    except typst.TypstError:
        if paper.logo:
            check_logo(paper.logo)
        raise


def check_logo(logo: bytes) -> None:
    """Raises `Misconfigured` unless `logo` is a picture that a page can show: to be asked when one is chosen."""
    try:
        _compile(_call("only-logo", {"author": "", "logo": list(logo)}), date(2000, 1, 1))
    except typst.TypstError as error:
        message = say("The logo cannot be printed. Choose another one: PNG, JPEG or SVG.")
        raise Misconfigured(message, str(error)) from error


def _on_one_page(paper: Paper, data: dict[str, Any]) -> bytes | None:
    """The document without what only several pages need, which takes a fifth less; None where one does not do.

    A guess says whether it is worth trying, the document itself whether it did.
    """
    if not fits(paper):
        return None
    made = _document(paper, data, single=True)
    return made if _PAGES.findall(made) == [b"1"] else None


def _document(paper: Paper, data: dict[str, Any], *, single: bool) -> bytes:
    return _compile(_call("document", {**data, "single": single}), paper.issue_date)


def _compile(source: bytes, day: date) -> bytes:
    """Without tags, which PDF/A-3b does not ask for: they take a seventh of the time and a third of the file."""
    compiler, moment = _compiler(), datetime.combine(day, time(), UTC)
    try:
        made = compiler.compile(source, pdf_standards="a-3b", timestamp=moment, pdf_tags=False)
    finally:
        _idle.append(compiler)
    return cast(bytes, made)


def _compiler() -> typst.Compiler:
    """One for each call that runs at the same time; they share the fonts and what typst remembers."""
    try:
        return _idle.pop()
    except IndexError:
        return typst.Compiler(b"", root=TEMPLATES, font_paths=fonts())


def _call(function: str, data: dict[str, Any]) -> bytes:
    """Source that calls a function of `document.typ` with data, given as a string within it.

    As an input (`sys.inputs`) they would be part of typst's library, and whatever it remembers of the
    templates would be forgotten with each document. In a string of typst two characters mean something.
    """
    string = msgspec.json.encode(data).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'#import "/document.typ"\n#document.%b(json(bytes("%b")))' % (function.encode(), string)


def _data(paper: Paper, attachments: tuple[Attachment, ...]) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(sheet(paper))
    table = fit(data.pop("table"), _LONGEST_IN_TABLE)
    files = [{**msgspec.structs.asdict(each), "content": list(each.content)} for each in attachments]
    logo = list(paper.logo) if paper.logo else None
    fitted = {**fit(data, _LONGEST_WORD), "table": table}
    breaks = BREAK.encode() in msgspec.json.encode(fitted)
    return {**fitted, "breaks": breaks, "logo": logo, "attachments": files}
