"""Every connector that the registry finds, with its arrangement: what the tests are parametrised over.

A connector without arrangement or traps is not proved: that is an error, not a shorter run.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, cast

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject, SystemArrangement, Trap

from facturier.ports.registry import SHOPS, SYSTEMS, connectors


def _subjects(group: str) -> Iterator[Subject[Any]]:
    for name, connector in connectors(group).items():
        yield Subject(connector, _module("arrangements", name).ARRANGEMENT)


def _module(room: str, name: str) -> ModuleType:
    return import_module(f"tests.conformance.{room}.{name.replace('-', '_')}")


SYSTEMS_FOUND = cast(tuple[Subject[SystemArrangement], ...], tuple(_subjects(SYSTEMS)))
SHOPS_FOUND = cast(tuple[Subject[ShopArrangement], ...], tuple(_subjects(SHOPS)))
ALL_FOUND: tuple[Subject[Any], ...] = (*SYSTEMS_FOUND, *SHOPS_FOUND)


def traps_of(subject: Subject[Any]) -> Sequence[Trap]:
    found: Sequence[Trap] = _module("traps", subject.connector.name).TRAPS
    return found


def _each(subjects: tuple[Subject[Any], ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("subject", subjects, ids=[one.connector.name for one in subjects])


each_system = _each(SYSTEMS_FOUND)
each_limited = _each(tuple(one for one in SYSTEMS_FOUND if one.arrangement.limits))
each_shop = _each(SHOPS_FOUND)
each_connector = _each(ALL_FOUND)
