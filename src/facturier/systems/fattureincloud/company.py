"""Whose books the chosen company is: nothing of one company may get into those of another (fact sheet, section 4).

A token often sees several companies, and they are chosen by number. The number is right only where its partita IVA is
the one that was entered.
"""

from collections.abc import Iterator

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.fattureincloud import failures
from facturier.systems.fattureincloud.answers import Companies, Company
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.settings import Settings
from facturier.systems.shared.company import digits

PROVED: set[tuple[str, str, str]] = set()
"""A company keeps its partita IVA: it is asked for once, not before each document."""


def seen(client: Client) -> Iterator[Company]:
    """All that the token can see; an accountant's clients stand within the accountant."""
    waiting = list(client.get("/user/companies", Companies, scoped=False).companies)
    while waiting:
        one = waiting.pop(0)
        waiting += one.controlled_companies or []
        yield one


def called(one: Company) -> str:
    return f"{one.name} ({next(iter(one.tax_numbers), '-')})"


def same(one: Company, settings: Settings) -> Misconfigured | None:
    """Why it is not the company of the settings; None where it is, or does not say."""
    known = {digits(text) for text in one.tax_numbers}
    if not known or digits(settings.vat_number) in known:
        return None
    return Misconfigured(
        say(
            "This company is %(name)s, not the one of the partita IVA %(wanted)s. Correct one of them.",
            name=called(one),
            wanted=settings.vat_number,
        )
    )


def prove(client: Client, settings: Settings) -> None:
    """Raises Misconfigured where the chosen company is another's, or none that the token can see."""
    chosen = (settings.base_url, client.company, digits(settings.vat_number))
    if chosen in PROVED:
        return
    one = next((one for one in seen(client) if str(one.id) == client.company), None)
    if one is None:
        raise failures.wrong_company(client.company, "")
    if why := same(one, settings):
        raise why
    PROVED.add(chosen)
