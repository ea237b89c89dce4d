"""Who sells and who buys, as they stand on the page."""

from collections.abc import Iterator

from msgspec import Struct

from facturier.model.party import Address, Party
from facturier.systems.book.printing.paper import Account, Language, Paper, Seller
from facturier.systems.book.printing.words import country_name, identity_words, words

Fact = tuple[str, str]


class Block(Struct, frozen=True):
    """A party on the page: whom `label` it is, its name, its address line by line, and labelled facts."""

    label: str
    name: str
    address: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


def parties(paper: Paper) -> tuple[Block, ...]:
    """Seller, buyer, and where to deliver if that is somewhere else."""
    language = paper.language
    blocks = _seller(paper.seller, language), _buyer(paper.buyer, language)
    return (*blocks, _ship_to(paper.ship_to, language)) if paper.ship_to else blocks


def _seller(seller: Seller, language: Language) -> Block:
    said = words(language)
    party = seller.party
    facts = (
        *_identities(party, language),
        (said.capital, seller.capital),
        *seller.facts,
        *_accounts(seller, language),
        (said.phone, party.phone),
        (said.email, party.email),
        ("", seller.website),
    )
    return Block(said.seller, party.name, _address(party.address, language), _filled(facts))


def _buyer(buyer: Party, language: Language) -> Block:
    said = words(language)
    contact = buyer.contact if buyer.contact != buyer.name else ""
    facts = (
        *_identities(buyer, language),
        (said.recipient_code, buyer.recipient_code),
        ("PEC", buyer.pec),
        *_account(Account(buyer.iban, buyer.bank), language),
        (said.contact, contact),
        (said.phone, buyer.phone),
        (said.email, buyer.email),
    )
    return Block(said.buyer, buyer.name, _address(buyer.address, language), _filled(facts))


def _ship_to(address: Address, language: Language) -> Block:
    return Block(words(language).ship_to, "", _address(address, language))


def _identities(party: Party, language: Language) -> tuple[Fact, ...]:
    called = identity_words(party.address.country, language)
    return (
        (called.tax, party.tax_id),
        (called.personal, party.personal_id),
        (called.registration, party.registration),
    )


def _accounts(seller: Seller, language: Language) -> Iterator[Fact]:
    yield from _account(Account(seller.party.iban, seller.party.bank), language)
    for account in seller.accounts:
        yield from _account(account, language)


def _account(account: Account, language: Language) -> Iterator[Fact]:
    said = words(language)
    yield said.bank, account.bank
    yield f"{said.iban} {account.currency}".strip(), account.iban
    yield said.bic, account.bic


def _address(address: Address, language: Language) -> tuple[str, ...]:
    """Street, then town as its own country writes it, then the country."""
    country = country_name(address.country, language)
    lines = (address.street, address.extra, _town(address), country)
    return tuple(line for line in lines if line)


def _town(address: Address) -> str:
    town = f"{address.postcode} {address.city}".strip()
    code = address.subdivision.partition("-")[2]
    if address.country == "IT":
        return f"{town} ({code})" if code else ", ".join(filter(None, (town, address.region)))
    region = address.region or code
    return ", ".join(filter(None, (town, region if region != address.city else "")))


def _filled(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact[1])
