"""What the shop is: modules, store views, settings, tax rates."""

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.door import Door
from facturier.shops.magento.sandbox.columns import TAX_RATE_COLUMNS

MODULES = (
    "Magento_Store",
    "Magento_Directory",
    "Magento_Tax",
    "Magento_Customer",
    "Magento_Catalog",
    "Magento_CatalogInventory",
    "Magento_Sales",
    "Magento_Shipping",
    "Magento_SalesRule",
    "Magento_OfflinePayments",
    "Magento_Webapi",
    "Magento_Integration",
)
INVENTORY_MODULES = ("Magento_Inventory", "Magento_InventoryApi", "Magento_InventorySalesApi")
_RATES = (("RO", 21), ("RO", 11), ("IT", 22), ("IT", 10), ("PL", 23), ("DE", 19))
_VIEWS = [
    {"id": 0, "code": "admin", "name": "Admin", "website_id": 0, "store_group_id": 0, "is_active": 1},
    {
        "id": 1,
        "code": "default",
        "name": "Default Store View",
        "website_id": 1,
        "store_group_id": 1,
        "is_active": 1,
    },
]


def routes(door: Door, base_url: str) -> None:
    @door.route("/V1/modules", "Magento_Backend::admin")
    def modules() -> list[str]:
        return [*MODULES, *(INVENTORY_MODULES if door.shop.switches.inventory else ())]

    @door.route("/V1/store/storeViews", "Magento_Backend::store")
    def views() -> list[Json]:
        return _VIEWS

    @door.route("/V1/store/storeConfigs", "Magento_Backend::store")
    def configs() -> list[Json]:
        return [_config(base_url)]

    @door.route("/V1/taxRates/search", "Magento_Tax::manage_tax")
    def rates() -> Json:
        return door.list(_tax_rates(), TAX_RATE_COLUMNS)


def _config(base_url: str) -> Json:
    found: Json = {
        "id": 1,
        "code": "default",
        "website_id": 1,
        "locale": "ro_RO",
        "base_currency_code": "RON",
        "default_display_currency_code": "RON",
        "timezone": "Europe/Bucharest",
        "weight_unit": "kgs",
    }
    for name, path in (("url", "/"), ("link_url", "/"), ("static_url", "/static/"), ("media_url", "/media/")):
        found[f"base_{name}"] = found[f"secure_base_{name}"] = base_url + path
    return found


def _tax_rates() -> list[Json]:
    return [
        {
            "id": place,
            "tax_country_id": country,
            "tax_region_id": 0,
            "tax_postcode": "*",
            "rate": rate,
            "code": f"{country}-{rate}",
            "titles": [],
        }
        for place, (country, rate) in enumerate(_RATES, 1)
    ]
