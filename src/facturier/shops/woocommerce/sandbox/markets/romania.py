"""A merchant in Cluj."""

from datetime import timedelta
from decimal import Decimal

from facturier.shops.woocommerce.sandbox.goods import Buyer, Charge, Market, Thing

STANDARD, REDUCED = Decimal(21), Decimal(11)
SOLD = (
    Thing("CAF-1KG", "Cafea boabe 1 kg „Selecție”", Decimal("119.90"), STANDARD),
    Thing("CARTE-01", "Carte: Amintiri din copilărie", Decimal("34.99"), REDUCED),
    Thing("TRI-M", "Tricou bumbac, mărimea M", Decimal("59.00"), STANDARD),
    Thing("SURUB", "Șurub M4 x 20", Decimal("0.07"), STANDARD),
    Thing("MIERE-500", "Miere de salcâm 500 g", Decimal("38.50"), REDUCED),
    Thing("LAMPA-B", "Lampă de birou, albă", Decimal("184.03"), STANDARD),
    Thing("8901", "Cablu USB-C 2 m", Decimal("19.99"), STANDARD),
)
ANA = Buyer("Ana", "Exemplu", "Str. Fabricii nr. 1", "Cluj-Napoca", "CJ", "400001", "RO")
ION = Buyer("Ion", "Ștefănescu", "Bd. Unirii 10", "Sector 3", "B", "030001", "RO")
FIRM = Buyer(
    "Maria",
    "Popescu",
    "Str. Fabricii nr. 1",
    "Cluj-Napoca",
    "CJ",
    "400001",
    "RO",
    company="SC Exemplu Test SRL",
    meta={"_billing_cui": "RO14399840", "_billing_nr_reg_com": "J12/123/2001"},
)
MARKET = Market(
    country="RO",
    currency="RON",
    symbol="lei",
    tax="TVA",
    rates={STANDARD: "", REDUCED: "reduced-rate"},
    offset=timedelta(hours=2),
    zone="Europe/Bucharest",
    sold=SOLD,
    weighed="MIERE-500",
    buyers=(ANA, ION, FIRM),
    courier=Charge("Curier", Decimal("15.70"), STANDARD),
    fee=Charge("Taxă ramburs", Decimal("5.00"), STANDARD),
    pay=("cod", "Ramburs"),
)
