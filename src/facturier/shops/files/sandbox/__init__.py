"""A simulated folder: a temporary one, and the person who fills it.

It has no remote to speak with. Its app has doors for people alone: what lies where, and another order.
"""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, Response, jsonify

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.files.sandbox.demo import fill
from facturier.shops.files.sandbox.person import FORMS, Person

__all__ = ["FORMS", "FilesSandbox", "create", "create_filled"]


_KEPT: list[TemporaryDirectory[str]] = []
"""Folders outlive their sandboxes, since connections to them may: they go with the process."""


class FilesSandbox(Sandbox):
    """`person` fills `folder`, which goes with the process."""

    def __init__(self, kept: TemporaryDirectory[str], clock: SandboxClock, random: Random, form: str) -> None:
        self.folder = Path(kept.name).resolve()
        self.person = Person(self.folder, clock, random, form)
        _KEPT.append(kept)
        account = {"folder": str(self.folder), "shop": "atelier-demo"}
        super().__init__(
            "files",
            _app(self.person),
            random=random,
            clock=clock,
            account=account,
            form={**account, "currency": "RON"},
        )


def create(seed: int = 0, clock: SandboxClock | None = None, *, form: str = "json") -> FilesSandbox:
    """An empty folder. form: how the person writes: json, jsonl or csv."""
    random = Random(seed)  # noqa: S311 - a replayable shop, not secrets
    return FilesSandbox(TemporaryDirectory(prefix="facturier-files-"), clock or SandboxClock(), random, form)


def create_filled(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> FilesSandbox:
    """A folder in which the demonstration files lie."""
    sandbox = create(seed, clock, **switches)
    fill(sandbox.person)
    return sandbox


def _app(person: Person) -> Flask:
    app = Flask(__name__, static_folder=None)

    @app.get("/_folder")
    def folder() -> Response:
        """Every file, by its path within the folder."""
        files = (path for path in sorted(person.folder.rglob("*")) if path.is_file())
        return jsonify([str(path.relative_to(person.folder)) for path in files])

    @app.post("/_place")
    def place() -> Response:
        return jsonify(number=person.place())

    return app
