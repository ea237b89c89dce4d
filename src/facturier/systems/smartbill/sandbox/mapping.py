"""From the bytes of a request to a typed body, with the API's own words for what cannot be read."""

import re
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from facturier.model.shapes import known
from facturier.systems.smartbill.sandbox.answers import Halt, request_error, tomcat_page
from facturier.systems.smartbill.sandbox.requests import Body
from facturier.systems.smartbill.sandbox.switches import Switches

B = TypeVar("B", bound=Body)
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


def read_json(content: bytes, path: str) -> Any:
    """Raises Halt with json_parse_error."""
    try:
        return _decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Halt(
            request_error(400, path, "json_parse_error", "The request body is not valid JSON.")
        ) from None


def map_body(content: bytes, shape: type[B], path: str, switches: Switches) -> B:
    """Raises Halt with json_parse_error or json_mapping_error (shape B), or the 500 page."""
    raw = read_json(content, path)
    if not switches.null_tolerated and (place := _null_in(raw)):
        raise _unmapped(place, path)
    while True:
        try:
            return msgspec.convert(
                raw, known(shape), strict=not switches.text_numbers, builtin_types=(Decimal,)
            )
        except msgspec.ValidationError as error:
            found, unknown = _PLACE.search(str(error)), _UNKNOWN.search(str(error))
            at = found[1] if found else ""
            if unknown is None:
                raise _unmapped(at, path) from None
            _meet_unknown(raw, at, unknown[1], path, switches)


def _meet_unknown(raw: Any, place: str, name: str, path: str, switches: Switches) -> None:
    if switches.unknown_field == "500":
        raise Halt(tomcat_page())
    if switches.unknown_field == "400":
        raise Halt(request_error(400, path, "json_mapping_error", f"Unrecognized property: {name}.", name))
    owner = raw
    for step in re.findall(r"\w+", place):
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    del owner[name]


def _unmapped(place: str, path: str) -> Halt:
    message = f"Could not map property: {place}."
    return Halt(request_error(400, path, "json_mapping_error", message, place))


def _null_in(value: Any, place: str = "") -> str:
    """The place of the first null; companyVatCode has a fate of its own."""
    children: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        children = [(f"{place}.{key}".lstrip("."), child) for key, child in value.items()]
    elif isinstance(value, list):
        children = [(f"{place}[{index}]", child) for index, child in enumerate(value)]
    for name, child in children:
        if child is None and name != "companyVatCode":
            return name
        if found := _null_in(child, name):
            return found
    return ""
