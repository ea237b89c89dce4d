"""Invented buyers. Tax numbers are random with a valid check digit; addresses and mail are made up."""

from random import Random

from msgspec import Struct

_CUI_WEIGHTS = (7, 5, 3, 2, 1, 7, 5, 3, 2)
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


class Place(Struct, frozen=True, omit_defaults=True):
    """A postal address in Magento's words. `region_id` is a shop's own row number for a county."""

    street: tuple[str, ...]
    city: str
    postcode: str
    country: str = "RO"
    region: str = ""
    region_code: str = ""
    region_id: int = 0


class Buyer(Struct, frozen=True, omit_defaults=True):
    """Who orders. `vat_id` stands in the address, `taxvat` on the customer's account."""

    firstname: str
    lastname: str
    email: str
    telephone: str
    place: Place
    company: str = ""
    vat_id: str = ""
    taxvat: str = ""
    customer_id: int = 0


def cui(random: Random) -> str:
    """A Romanian company number of eight figures, check digit included."""
    body = f"{random.randrange(1_000_000, 9_999_999)}"
    weighted = sum(int(figure) * weight for figure, weight in zip(body.zfill(9), _CUI_WEIGHTS, strict=True))
    return f"{body}{weighted * 10 % 11 % 10}"


def nip(random: Random) -> str:
    """A Polish tax number of ten figures."""
    while True:
        body = f"{random.randrange(100_000_000, 999_999_999)}"
        check = sum(int(figure) * weight for figure, weight in zip(body, _NIP_WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{body}{check}"


def partita_iva(random: Random) -> str:
    """An Italian VAT number of eleven figures."""
    body = f"{random.randrange(1_000_000, 9_999_999)}001"
    odd = sum(int(figure) for figure in body[::2])
    even = sum(sum(divmod(2 * int(figure), 10)) for figure in body[1::2])
    return f"{body}{-(odd + even) % 10}"


FIRST_NAMES = ("Ana", "Ion", "Maria", "Ștefan", "Ioana", "Gheorghe", "Țicu", "Mihaela", "Răzvan", "Zoltán")
LAST_NAMES = ("Popescu", "Ștefănescu", "Țurcanu", "Mureșan", "Bălan", "Szabó", "Dumitrașcu", "Iliescu")
COMPANIES = (
    "Exemplu Test",
    "Livada Verde",
    "Moara de Hârtie",
    "Nordic Probă",
    "Atelier Șurub",
    "Brutăria Țării",
)

PLACES = (
    Place(("Str. Fabricii nr. 1", "bl. A, sc. 2"), "Cluj-Napoca", "400001", "RO", "Cluj", "CJ", 291),
    Place(("Bd. Unirii 10, ap. 5",), "Sector 3", "030001", "RO", "Bucureşti", "B", 287),
    Place(("Str. Lungă nr. 77",), "Brașov", "500001", "RO", "Braşov", "BV", 285),
    Place(("Calea Aradului 4",), "Timișoara", "300001", "RO", "Timiş", "TM", 315),
    Place(("Str. Palat nr. 3C",), "Iași", "700001", "RO", "Iaşi", "IS", 300),
    Place(("Str. Ștefan cel Mare 12",), "Constanța", "900001", "RO", "Constanţa", "CT", 292),
)


def person(random: Random, place: Place | None = None) -> Buyer:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    return Buyer(
        firstname=first,
        lastname=last,
        email=f"client{random.randrange(1_000_000)}@exemplu.test",
        telephone=f"07{random.randrange(10_000_000, 99_999_999)}",
        place=place or random.choice(PLACES),
    )


def company(random: Random, place: Place | None = None, prefix: str = "RO") -> Buyer:
    """A Romanian company; `prefix` is written before its number, as VAT payers do."""
    who = person(random, place)
    return Buyer(
        firstname=who.firstname,
        lastname=who.lastname,
        email=who.email,
        telephone=who.telephone,
        place=who.place,
        company=f"SC {random.choice(COMPANIES)} {random.randrange(10, 99)} SRL",
        vat_id=f"{prefix}{cui(random)}",
    )
