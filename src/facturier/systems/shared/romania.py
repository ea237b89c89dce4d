"""A Romanian document's buyer, as RO e-Factura and the Romanian systems expect it.

Counties by name, in Bucharest a sector as the city, a dash for an address that is not known, and `RO` before the CIF
of who pays VAT and of nobody else.
"""

import re
from functools import cache

from babel import Locale

from facturier.model.party import Address, Party
from facturier.systems.shared.text import plain

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


_SECTOR = re.compile(r"\bsector(?:ul)?\s*([1-6])\b")


def county(address: Address) -> str:
    """The county's name, else what the shop says."""
    return COUNTIES.get(address.subdivision) or address.region or address.subdivision


def street(address: Address) -> str:
    """Without a field of its own the postcode stands at the end. e-Factura wants an address, and accepts a dash."""
    parts = (address.street, address.extra, address.postcode)
    return ", ".join(part.strip() for part in parts if part.strip()) or _dash(address)


def city(address: Address) -> str:
    """In Bucharest e-Factura accepts nothing but `Sector 1` .. `Sector 6`."""
    if address.subdivision == BUCHAREST:
        for text in (address.city, address.region, address.extra, address.street):
            if found := _SECTOR.search(plain(text)):
                return f"Sector {found.group(1)}"
    return address.city.strip() or _dash(address)


def pays_vat(buyer: Party) -> bool:
    if not buyer.company:
        return False
    if buyer.vat_payer is not None:
        return buyer.vat_payer
    country = buyer.address.country.upper()
    return bool(country) and _joined(buyer.tax_id).startswith(country)


def tax_code(buyer: Party, person_code: str) -> str:
    """A Romanian payer's CIF carries `RO`, a non-payer's does not; other countries' stay as given."""
    if not buyer.company:
        return buyer.personal_id or person_code
    code = _joined(buyer.tax_id)
    if buyer.address.country.upper() != "RO" or not code.removeprefix("RO").isdigit():
        return buyer.tax_id.strip()
    return ("RO" if pays_vat(buyer) else "") + code.removeprefix("RO")


def _joined(code: str) -> str:
    return re.sub(r"\s+", "", code).upper()


def _dash(address: Address) -> str:
    return "-" if address.country.upper() == "RO" else ""
