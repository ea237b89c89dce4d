"""What the shop sells, its taxes and its countries (fact sheet, sections 5 and 8)."""

from decimal import Decimal
from random import Random

from msgspec import Struct

ITALY, GERMANY, STATES = "118", "83", "254"
COUNTRIES = {
    ITALY: ("IT", "Italia"),
    GERMANY: ("DE", "Germania"),
    "175": ("RO", "Romania"),
    "74": ("FR", "Francia"),
    STATES: ("US", "Stati Uniti"),
    "221": ("CH", "Svizzera"),
}
HOME = (ITALY,)
ABROAD_IN_EUROPE = (GERMANY, "175", "74")


class Tax(Struct, frozen=True):
    """A rate, and the countries for which it was set up."""

    id: str
    title: str
    value: Decimal
    countries: tuple[str, ...]


STANDARD = Tax("5672eebab5aa6f0001a2b3c1", "IVA 22%", Decimal(22), (*HOME, *ABROAD_IN_EUROPE))
REDUCED = Tax("5672eebab5aa6f0001a2b3c2", "IVA 10%", Decimal(10), HOME)
LOWEST = Tax("5672eebab5aa6f0001a2b3c3", "IVA 4%", Decimal(4), HOME)
TAXES = (STANDARD, REDUCED, LOWEST)


class Product(Struct):
    """price: of one piece, VAT included. tax: None where nothing was chosen. variants: key to SKU."""

    uid: int
    title: str
    sku: str
    price: Decimal
    tax: Tax | None
    stock: int | None = 25
    variants: tuple[tuple[str, str], ...] = ()
    category: int = 1


def catalogue() -> dict[int, Product]:
    """By uid. Some have no SKU of their own, one has no tax profile, one is not counted."""
    shirt = (("xl_red", "TS-XL-R"), ("m_blue", ""))
    products = (
        Product(105251, "Maglietta", "TS", Decimal("25.50"), STANDARD, None, shirt),
        Product(105252, "Tazza", "MUG-1", Decimal("9.90"), STANDARD),
        Product(105253, "Olio extravergine", "OIL-500", Decimal("14.30"), LOWEST),
        Product(105254, "Miele di acacia", "", Decimal("7.70"), REDUCED),
        Product(105255, "Buono senza aliquota", "VOID", Decimal("20.00"), None),
        Product(105256, "Lampada", "LAMP-7", Decimal("117.49"), STANDARD),
    )
    return {product.uid: product for product in products}


USUAL = (105251, 105252, 105253, 105254, 105256)


def some(products: dict[int, Product], random: Random) -> list[tuple[Product, str, int]]:
    """What a buyer puts into the cart: product, variant, pieces."""
    chosen = random.sample(USUAL, random.randint(1, 3))
    return [(products[uid], _variant(products[uid], random), random.choice((1, 1, 2, 3))) for uid in chosen]


def _variant(product: Product, random: Random) -> str:
    return random.choice(product.variants)[0] if product.variants else ""
