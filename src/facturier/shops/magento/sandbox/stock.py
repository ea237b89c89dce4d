"""Products and their quantities, by source, as the inventory modules keep them."""

from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, amount

DEFAULT_SOURCE = "default"
DEFAULT_STOCK = 1


class Stock:
    """`levels` holds source items by (sku, source code); a sku there need not be a product."""

    def __init__(self) -> None:
        self.products: dict[str, Json] = {}
        self.sources: dict[str, Json] = {
            DEFAULT_SOURCE: {
                "source_code": DEFAULT_SOURCE,
                "name": "Default Source",
                "enabled": True,
                "country_id": "RO",
                "postcode": "00000",
            }
        }
        self.levels: dict[tuple[str, str], Json] = {}

    def set_level(self, sku: str, source: str, quantity: Decimal | int, status: int) -> None:
        self.levels[sku, source] = {
            "sku": sku,
            "source_code": source,
            "quantity": quantity,
            "status": status,
        }

    def physical(self, sku: str) -> Decimal:
        """On the shelves of all sources that are in stock."""
        return sum(
            (
                amount(level, "quantity")
                for (code, _), level in self.levels.items()
                if code == sku and level["status"]
            ),
            ZERO,
        )
