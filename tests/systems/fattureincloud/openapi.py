"""The vendor's own descriptions of the API: its OpenAPI file, and the models of its Python SDK.

The file is not part of the project (see `tests.support.shared`); without it, what depends on it is left out.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import fattureincloud_python_sdk.models as sdk
import jsonschema
import pytest
import yaml
from tests.support.shared import DATA

FILE = "openapi-enriched.yaml"
FOLDER = DATA / "fattureincloud-openapi"
UNTOLD_BY_SPEC = frozenset({"permanent_token", "favorite", "refused_because", "refused_code"})
"""Fields of answers that only clients know of (fact sheet, sections 9 and 12), and two of the simulator's own."""
ONLY_CLIENTS_KNOW = (
    ("GET", re.compile(r"/c/\d+/settings/payment_(methods|accounts)")),
    ("POST", re.compile(r"/c/\d+/bin/issued_documents/\d+/recover")),
)

_SAID_BESIDE = ("example", "examples", "default", "properties")
Json = dict[str, Any]


class Operation:
    """One operation of the API. responses by status."""

    def __init__(self, name: str, pattern: re.Pattern[str], described: Json) -> None:
        self.name = name[0].upper() + name[1:]
        self.pattern = pattern
        self.parameters = [_resolved(one) for one in described.get("parameters", ())]
        self.request = described.get("requestBody")
        self.responses: Json = described["responses"]

    def answer_schema(self, status: int) -> Json | None:
        content = _resolved(self.responses[str(status)]).get("content", {})
        for kind in content.values():
            schema: Json = _plain(kind["schema"])
            return schema
        return None

    def answer_examples(self, status: int) -> list[Any]:
        content = _resolved(self.responses[str(status)]).get("content", {})
        return [one["value"] for kind in content.values() for one in kind.get("examples", {}).values() if one]

    def request_schema(self) -> Json | None:
        if self.request is None:
            return None
        schema: Json = _plain(_resolved(self.request)["content"]["application/json"]["schema"])
        return schema

    def answer_model(self) -> Any:
        """The SDK's model of a success, None where it has none."""
        name = self.responses["200"].get("$ref", "").rpartition("/")[2]
        return getattr(sdk, name, None) if name else None

    def request_model(self) -> Any:
        return getattr(sdk, f"{self.name}Request", None)


def described() -> bool:
    return (FOLDER / FILE).is_file()


def needed() -> None:
    """Skips, plainly."""
    if not described():
        pytest.skip(f"left out: no {FILE} in {FOLDER}; FACTURIER_SHARED_DATA names where that lies")


@cache
def _spec() -> Json:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Json = yaml.load((FOLDER / FILE).read_text("utf-8"), loader)  # noqa: S506 - it is a safe loader
    return loaded


@cache
def operations() -> tuple[tuple[str, Operation], ...]:
    """By method; ids before words, so that `/issued_documents/info` is not taken for a document."""
    found = []
    for path, described in _spec()["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", r"[A-Za-z0-9]+", path))
        for method, operation in described.items():
            if method in ("get", "post", "put", "delete"):
                shared = described.get("parameters", [])
                merged = {**operation, "parameters": [*shared, *operation.get("parameters", ())]}
                found.append(
                    (path.count("{"), method.upper(), Operation(operation["operationId"], pattern, merged))
                )
    return tuple((method, operation) for _, method, operation in sorted(found, key=lambda one: one[0]))


def operation(method: str, path: str) -> Operation | None:
    """None for the few that only clients know; any other unknown one is an error."""
    for verb, one in operations():
        if verb == method and one.pattern.fullmatch(path):
            return one
    assert any(verb == method and one.fullmatch(path) for verb, one in ONLY_CLIENTS_KNOW), f"{method} {path}"
    return None


def faults(value: Any, schema: Json) -> list[str]:
    """What in a value the schema does not allow."""
    checker = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{one.json_path}: {one.message}" for one in checker.iter_errors(value)]


def strangers(value: Any, schema: Json, where: str = "$") -> Iterator[str]:
    """Fields that the schema does not know."""
    if isinstance(value, list):
        for one in value:
            yield from strangers(one, schema.get("items", {}), f"{where}[]")
    if not isinstance(value, dict):
        return
    known: Json = {}
    for part in (schema, *schema.get("allOf", ())):
        known |= part.get("properties", {})
    for name, inner in value.items():
        if name in known:
            yield from strangers(inner, known[name], f"{where}.{name}")
        elif known and "additionalProperties" not in schema:
            yield f"{where}.{name}"


def _resolved(part: Json) -> Json:
    while "$ref" in part:
        found: Any = _spec()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def _plain(part: Any) -> Any:
    """An OpenAPI 3.0 schema as a JSON schema: `nullable` and `$ref` are written out, examples left away."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    part = _resolved(part)
    told = {name: _plain(value) for name, value in part.items() if name not in _SAID_BESIDE}
    if "properties" in part:  # here names are the vendor's, not the language's
        told["properties"] = {name: _plain(value) for name, value in part["properties"].items()}
    if isinstance(told.get("required"), bool):
        del told["required"]
    if told.pop("nullable", False):
        if "enum" in told:
            told["enum"] = [*told["enum"], None]
        if isinstance(told.get("type"), str):
            told["type"] = [told["type"], "null"]
    return told
