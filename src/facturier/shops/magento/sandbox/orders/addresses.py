"""Where buyers live, in every way in which people write it."""

from collections.abc import Iterator
from random import Random

from msgspec.structs import replace

from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders.sample import Sample
from facturier.shops.magento.sandbox.people import PLACES, Place, company, person

_BUCHAREST = (
    ("Sector 3", "Bucureşti"),
    ("Sectorul 6", "București"),
    ("București, sector 1", "BUCURESTI"),
    ("Bucuresti S4", "Bucuresti"),
    ("sect. 2", "Municipiul București"),
    ("BUCUREŞTI SECTOR 5", "Bucureşti"),
)


def samples(random: Random) -> Iterator[Sample]:
    rules = Rules(prices_include_tax=True)
    for place, (city, region) in enumerate(_BUCHAREST, 1):
        where = Place((f"Bd. Unirii {place}0",), city, "030001", "RO", region, "B", 287)
        yield Sample(
            f"ro-bucharest-{place}", Basket(person(random, where), (product("CEAI-V"),), rules=rules)
        )
    comma = Place(("Șos. Ștefan cel Mare 1",), "Târgu Mureș", "540001", "RO", "Mureș", "MS", 306)
    cedilla = Place(("Şos. Ştefan cel Mare 1",), "Târgu Mureş", "540001", "RO", "Mureş", "MS", 306)
    for key, where, name in (("comma", comma, "Țăranu"), ("cedilla", cedilla, "Ţăranu")):
        buyer = replace(person(random, where), lastname=name)
        yield Sample(f"ro-diacritics-{key}", Basket(buyer, (product("MIERE-500", 3),), rules=rules))
    without_code = replace(PLACES[0], region_code="", region_id=0, region="jud. Cluj")
    yield Sample("ro-county-as-text", Basket(company(random, without_code), (product("SAC-A4", 10),)))
    yield Sample(
        "ro-ship-elsewhere", Basket(company(random, PLACES[0]), (product("SAC-A4", 4),), ship_to=PLACES[2])
    )
    many = replace(PLACES[3], street=("Calea Aradului 4", "bl. 7, sc. B", "et. 3, ap. 12", "interfon 12"))
    yield Sample("ro-four-street-lines", Basket(person(random, many), (product("VIN-ROSU"),), rules=rules))
