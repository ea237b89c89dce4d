"""The arithmetics to measure: the six typical ones, and what every installed connector declares."""

import sys
from typing import Any

import msgspec

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.ports.connector import Connector, describe
from facturier.ports.http import Http
from facturier.ports.registry import SYSTEMS, connectors

GROSS, NET = (Entry.GROSS,), (Entry.NET,)

TYPICAL = {
    "1 gross, VAT per line, 2 decimals": Arithmetic(GROSS, VatPer.LINE, 2),
    "2 gross, VAT per line, 4 decimals": Arithmetic(GROSS, VatPer.LINE, 4),
    "3 net, VAT per line, 4 decimals": Arithmetic(NET, VatPer.LINE, 4),
    "4 net, VAT per rate, 2 decimals": Arithmetic(NET, VatPer.RATE, 2),
    "4 with rounding field": Arithmetic(NET, VatPer.RATE, 2, rounding_field=True),
    "5 net, VAT per rate, 8 decimals": Arithmetic(NET, VatPer.RATE, 8),
    "5 with rounding field": Arithmetic(NET, VatPer.RATE, 8, rounding_field=True),
    "6 gross, VAT per rate, 2 decimals": Arithmetic(GROSS, VatPer.RATE, 2),
}


def declared_arithmetics() -> dict[str, Arithmetic]:
    """By name. A connector that cannot be opened without an account is named on stderr and left out."""
    found = dict(TYPICAL)
    try:
        installed = connectors(SYSTEMS)
    except (ImportError, AttributeError) as error:
        print(f"no connector is measured: {error}", file=sys.stderr)
        return found
    for name, connector in installed.items():
        try:
            found[name] = _declared_by(connector)
        except msgspec.ValidationError as error:
            print(f"{name} is not measured: {error}", file=sys.stderr)
    return found


def _declared_by(connector: Connector[Any]) -> Arithmetic:
    """Opens it with placeholder settings and no network: capabilities are plain facts."""
    required = [field.name for field in describe(connector.settings) if field.required]
    settings = connector.read(dict.fromkeys(required, "1"))
    if connector.system is None:
        raise msgspec.ValidationError("it has no system")
    system = connector.system(settings, lambda *_, **__: Http("http://bench.invalid", scope="bench"))
    return system.capabilities.arithmetic
