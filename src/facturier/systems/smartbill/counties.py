"""Names of counties and countries, as SmartBill and e-Factura expect them (fact sheet, section 5)."""

from functools import cache

from babel import Locale

BUCHAREST = "RO-B"
COUNTIES = {
    "RO-AB": "Alba",
    "RO-AG": "Arges",
    "RO-AR": "Arad",
    BUCHAREST: "Bucuresti",
    "RO-BC": "Bacau",
    "RO-BH": "Bihor",
    "RO-BN": "Bistrita-Nasaud",
    "RO-BR": "Braila",
    "RO-BT": "Botosani",
    "RO-BV": "Brasov",
    "RO-BZ": "Buzau",
    "RO-CJ": "Cluj",
    "RO-CL": "Calarasi",
    "RO-CS": "Caras-Severin",
    "RO-CT": "Constanta",
    "RO-CV": "Covasna",
    "RO-DB": "Dambovita",
    "RO-DJ": "Dolj",
    "RO-GJ": "Gorj",
    "RO-GL": "Galati",
    "RO-GR": "Giurgiu",
    "RO-HD": "Hunedoara",
    "RO-HR": "Harghita",
    "RO-IF": "Ilfov",
    "RO-IL": "Ialomita",
    "RO-IS": "Iasi",
    "RO-MH": "Mehedinti",
    "RO-MM": "Maramures",
    "RO-MS": "Mures",
    "RO-NT": "Neamt",
    "RO-OT": "Olt",
    "RO-PH": "Prahova",
    "RO-SB": "Sibiu",
    "RO-SJ": "Salaj",
    "RO-SM": "Satu Mare",
    "RO-SV": "Suceava",
    "RO-TL": "Tulcea",
    "RO-TM": "Timis",
    "RO-TR": "Teleorman",
    "RO-VL": "Valcea",
    "RO-VN": "Vrancea",
    "RO-VS": "Vaslui",
}


@cache
def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 code, or the code itself where there is none."""
    return str(Locale("en").territories.get(code.upper(), code))
