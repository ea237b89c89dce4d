"""Texts and their translations: `python -m tools.texts extract | update | check | compile`.

extract: collects the sentences of the source and of the pages into the template (facturier.pot).
update: extract, then brings every translation up to the template; new sentences come in empty.
check: fails, and says where, if a sentence is wrong in the source, missing from the template, or missing,
unfinished or with other places than the source in a translation.
compile: writes the .mo files that the program reads; an installation does this by itself.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.pages import Sentence, sentences_of

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "facturier"
LOCALES = SOURCE / "locale"
TEMPLATE = LOCALES / "facturier.pot"
CALLS = ("say", "gettext", "gettext_lazy")
HEADER = {
    "project": "Facturier",
    "version": "0",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
}
PLACE = re.compile(r"%(?:\((\w+)\)s|%)")


def collect() -> tuple[Catalog, list[str]]:
    """Every sentence of source and pages with the files where it stands, and what is wrong with them."""
    catalog = Catalog(header_comment="# The sentences of Facturier.", fuzzy=False, **HEADER)
    wrong: list[str] = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{name}:{call.lineno}"
            match call.args:
                case [ast.Constant(value="")]:
                    pass
                case [ast.Constant(value=str(text))]:
                    catalog.add(text, locations=[(name, 0)])
                    wrong += [f"{where}: {fault}" for fault in faults(text, call)]
                case [_, *_]:
                    wrong.append(f"{where}: the sentence must be a literal, and the only positional argument")
    for path in sorted(SOURCE.rglob("*.html")):
        for sentence in sentences_of(path):
            catalog.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalog, wrong


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls whose first argument is a sentence, in the order of the source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node


def faults(text: str, call: ast.Call) -> Iterator[str]:
    """Where the places of a sentence and the facts given to it differ.

    A sentence without any fact is shown as it stands, so that it may explain places to people.
    """
    given = {each.arg for each in call.keywords}
    if not given or None in given:
        return
    if places(text) != given:
        yield f"the sentence has the places {sorted(places(text))} and is given {sorted(map(str, given))}"
    if "%" in PLACE.sub("", text):
        yield "a percent sign in a sentence with places is written %%"


def places(text: str) -> set[str]:
    """The names in %(name)s."""
    return {found[1] for found in PLACE.finditer(text) if found[1]}


def sentences(catalog: Catalog) -> dict[Sentence, Message]:
    """By English text (or texts: one thing, and several of it); the header is left out."""
    return {_sentence(message.id): message for message in catalog if message.id}


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def save(path: Path, catalog: Catalog) -> None:
    """With file names but no line numbers, so that a difference shows changed sentences alone."""
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def translations() -> list[Path]:
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def extract() -> list[str]:
    catalog, wrong = collect()
    if TEMPLATE.exists():
        catalog.creation_date = load(TEMPLATE).creation_date
    save(TEMPLATE, catalog)
    return wrong


def update() -> list[str]:
    wrong = extract()
    template = load(TEMPLATE)
    for path in translations():
        catalog = load(path)
        catalog.update(template, no_fuzzy_matching=True)
        save(path, catalog)
    return wrong


def check() -> list[str]:
    catalog, wrong = collect()
    source = sentences(catalog)
    if source.keys() != sentences(load(TEMPLATE)).keys():
        wrong.append("The template is out of date: run “python -m tools.texts update”.")
    for path in translations():
        translated = sentences(load(path))
        name = path.relative_to(ROOT).as_posix()
        wrong += [
            f"{name}: {fault}: {text}" for text in source for fault in lacks(text, translated.get(text))
        ]
    return wrong


def lacks(text: Sentence, message: Message | None) -> Iterator[str]:
    """What a translation of this sentence still needs; one with several forms needs each."""
    forms = _forms(message.string) if message and message.string else ()
    if message is None or not forms or not all(forms):
        yield "not translated"
    elif message.fuzzy:
        yield "marked as unfinished"
    elif any(places(form) != places(_forms(text)[-1]) for form in forms):
        yield "other places than the English sentence"


def _sentence(id: str | Sequence[str]) -> Sentence:
    if isinstance(id, str):
        return id
    one, several = id
    return one, several


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def compile() -> list[str]:
    for path in translations():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, load(path))
    return []


def main() -> int:
    commands = {"extract": extract, "update": update, "check": check, "compile": compile}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(__doc__ or "")
        return 2
    wrong = commands[sys.argv[1]]()
    for line in wrong:
        sys.stderr.write(line + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
