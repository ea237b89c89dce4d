"""What can be asked of this connector without a database: its schema, and whether a file would be read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from facturier.model.message import say
from facturier.ports.clock import SystemClock
from facturier.ports.errands import Asked, Errand, Report
from facturier.ports.errors import Misconfigured
from facturier.shops.files.columns import columns
from facturier.shops.files.example import EXAMPLE
from facturier.shops.files.reading import LARGEST_FILE, Content, read
from facturier.shops.files.results import Result
from facturier.shops.files.schema import json_schema
from facturier.shops.files.settings import Settings

_ANY_FOLDER = "/"
_FORMATS = ("json", "csv", "example", "results")
_OPTIONS = tuple(
    Asked(name, words)
    for name, words in (
        ("currency", "Usual currency, as in the settings of the connection."),
        ("prices-include-vat", "Whether prices include VAT where an order does not say: true or false."),
        ("vat-percent", "Usual VAT rate."),
        ("time-zone", "Time zone of moments that name none."),
        ("decimal-sign", "point or comma."),
        ("separator", "automatic, comma, semicolon or tab."),
        ("encoding", "automatic, utf-8, utf-16, cp1250, cp1252, ..."),
    )
)


def schema(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """The JSON Schema of an order, the columns of a table, a table to start from, or the schema of results."""
    match words.get("format") or "json":
        case "json":
            return Report(text=_json(json_schema()))
        case "results":
            return Report(text=_json(msgspec.json.schema(Result)))
        case "example":
            return Report(text=EXAMPLE.rstrip("\n"))
        case "csv":
            return _columns()
        case other:
            known = ", ".join(_FORMATS)
            raise Misconfigured(
                say("There is no format “%(name)s”, only: %(known)s.", name=other, known=known)
            )


def check(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """What would be read of a file, or each of its faults. Changes nothing."""
    path = Path(words["file"])
    content = _read(path, _settings(words))
    if content.faults:
        rows = [
            {"row": fault.row or "", "field": fault.field, "what": fault.what} for fault in content.faults
        ]
        heads = {"row": say("Row"), "field": say("Field"), "what": say("What is wrong")}
        said = say("Nothing of %(file)s would be taken. Faults: %(count)s.", file=path.name, count=len(rows))
        return Report(said, heads, rows, good=False)
    orders = [told.order for told in content.orders]
    rows = [
        {
            "order": order.number,
            "placed": order.placed_at.isoformat(),
            "buyer": order.buyer.name,
            "lines": len(order.lines),
            "payable": f"{order.payable} {order.currency}",
        }
        for order in orders
    ]
    heads = {
        "order": say("Order"),
        "placed": say("Placed"),
        "buyer": say("Buyer"),
        "lines": say("Lines"),
        "payable": say("Payable"),
    }
    return Report(say("%(file)s is good. Orders: %(count)s.", file=path.name, count=len(rows)), heads, rows)


def _read(path: Path, settings: Settings) -> Content:
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_FILE + 1)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise Misconfigured(
            say("%(file)s cannot be read: %(words)s.", file=path, words=error.strerror or error)
        ) from error
    return read(path.name, body, settings.ways(), written, SystemClock().now())


def _settings(words: Mapping[str, str]) -> Settings:
    """Those of a connection as far as they were given, for some folder."""
    given = {asked.name.replace("-", "_"): "" for asked in _OPTIONS}
    told = {name: words[name] for name in given if words.get(name)}
    try:
        return msgspec.convert({"folder": _ANY_FOLDER, "shop": "check", **told}, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise Misconfigured(say("These options cannot be used."), str(error)) from error


def _columns() -> Report:
    heads = {
        "column": say("Column"),
        "value": say("Value"),
        "what": say("What it is"),
        "example": say("Example"),
    }
    rows = [
        {
            "column": column.name,
            "value": column.field.sort.value + (", required" if column.needed else ""),
            "what": column.field.words,
            "example": column.field.example,
        }
        for column in columns().values()
    ]
    return Report(columns=heads, rows=rows, text=EXAMPLE.rstrip("\n"))


def _json(schema: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode()


ERRANDS = (
    Errand(
        "schema",
        "Print the JSON Schema of an order. --format csv: the columns of a table, and an example of one.",
        schema,
        (Asked("format", "json, csv, example (the table alone), or results (of the files written back)."),),
        offline=True,
    ),
    Errand(
        "check",
        "Say what would be read of a file, or each of its faults with row and field. Changes nothing.",
        check,
        (Asked("file", "A file of orders.", required=True), *_OPTIONS),
        offline=True,
    ),
)
