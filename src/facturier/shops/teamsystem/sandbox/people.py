"""Buyers of the simulated shop, and the accounts that some of them have."""

from random import Random

from facturier.shops.teamsystem.sandbox.goods import GERMANY, ITALY
from facturier.shops.teamsystem.sandbox.sale import NEVER_LOGGED_IN, Person
from facturier.shops.teamsystem.sandbox.shop import Shop


def firm() -> Person:
    return Person(
        fullname="Esempio Srl",
        addr1="Via Lunga 1",
        city="Torino",
        zip="10121",
        state="13637",
        country=ITALY,
        phone="+39 011 555 0100",
        email="ufficio@esempio.test",
        vat="IT00743110157",
        user=4711,
    )


def woman() -> Person:
    """She typed her codice fiscale where a VAT number was asked for."""
    return Person(
        fullname="Anna Esempio",
        addr1="Via Corta 2",
        addr2="scala B",
        city="Milano",
        zip="20121",
        state="13600",
        country=ITALY,
        email="anna@esempio.test",
        vat="RSSMRA80A01H501U",
    )


def guest() -> Person:
    """Gives no number at all."""
    return Person(
        fullname="Mario Prova",
        addr1="Corso Nuovo 3",
        city="Roma",
        zip="00184",
        country=ITALY,
        email="mario@prova.test",
    )


def german() -> Person:
    return Person(
        fullname="Erika Muster",
        addr1="Musterweg 4",
        city="Berlin",
        zip="10115",
        country=GERMANY,
        email="erika@muster.test",
    )


def anybody(random: Random) -> Person:
    return random.choice((firm, woman, firm, woman, guest))()


def remember(shop: Shop, person: Person) -> None:
    """Whoever has an account is told by the API (section 7)."""
    if person.user == NEVER_LOGGED_IN or person.email in shop.customers:
        return
    first, _, last = person.fullname.partition(" ")
    shop.customers[person.email] = {
        "id": shop.storeden_id(),
        "userUID": person.user,
        "fullname": person.fullname,
        "first_name": first,
        "last_name": last,
        "email": person.email,
        "created_at": shop.now().isoformat(),
        "accept_marketing": False,
        "website": "",
        "phone": person.phone,
        "mobile": "",
        "address": person.addr1,
        "city": person.city,
        "zip": person.zip,
        "state": person.state,
        "country": person.country,
        "code": "",
    }
