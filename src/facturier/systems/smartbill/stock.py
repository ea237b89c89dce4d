"""Reading stock (fact sheet, section 9.2): one answer with everything, quantities only."""

from collections.abc import Iterator

from facturier.ports.clock import business_date
from facturier.ports.system import StockLevel
from facturier.systems.shared.wire import filled
from facturier.systems.smartbill.answers import StockList
from facturier.systems.smartbill.client import Client

ZONE = "Europe/Bucharest"


def levels(client: Client, warehouse: str = "") -> Iterator[StockLevel]:
    """Stock of one warehouse, or of all. Whether products with none left are listed is not known."""
    at = client.now()
    day = business_date(at, ZONE).isoformat()
    answer = client.get("/stocks", StockList, date=day, **filled(warehouseName=warehouse))
    for place in answer.list:
        for product in place.products:
            yield StockLevel(
                at=at,
                warehouse=place.warehouse.warehouse_name,
                code=product.product_code or "",
                name=product.product_name,
                unit=product.measuring_unit,
                quantity=product.quantity,
            )
