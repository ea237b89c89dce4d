"""Reading stock (fact sheet, section 2.1): pages of products, each with what every management has of it."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.ports.system import StockLevel
from facturier.systems.oblio.answers import ProductRow
from facturier.systems.oblio.client import Client
from facturier.systems.shared.wire import filled

PAGE = 250


def levels(client: Client, work_station: str, warehouse: str = "") -> Iterator[StockLevel]:
    """Stock of one management of the work station, or of all. Services and companies without stock have none.

    Where one management is asked for, its quantity stands in the row itself.
    """
    asked = filled(management=warehouse, workStation=work_station if warehouse else "")
    offset = 0
    while True:
        at = client.now()
        rows = client.get(
            "/api/nomenclature/products", list[ProductRow], name="", offset=str(offset), **asked
        )
        for row in rows:
            for place, quantity in _places(row, work_station, warehouse):
                yield StockLevel(
                    at=at,
                    warehouse=place,
                    code=row.code,
                    name=row.name,
                    unit=row.measuring_unit,
                    quantity=quantity,
                )
        if len(rows) < PAGE:
            return
        offset += PAGE


def _places(row: ProductRow, work_station: str, warehouse: str) -> Iterator[tuple[str, Decimal]]:
    if row.quantity is not None:
        yield warehouse, row.quantity
    for entry in row.stock or ():
        if entry.work_station == work_station and warehouse in ("", entry.management):
            yield entry.management, entry.quantity
