"""`facturier init`: makes a home, its database and key, and the first organisation and company."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from django.db import transaction

from facturier.cli import boot
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import Session, session
from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.company import Dated
from facturier.embedded import installed
from facturier.embedded.errors import ClusterExists
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.flows.recover import last_attempt
from facturier.model.message import say
from facturier.ports.clock import zone_named
from facturier.store import installation, secrets
from facturier.store.models import Company, Installation, Organisation

_YES = frozenset(["y", "yes", "d", "da", "s", "si", "sì", "t", "tak", "1"])
_NO = frozenset(["n", "no", "nu", "nie", "0"])
_USUAL = {"RO": ("Europe/Bucharest", "RON"), "PL": ("Europe/Warsaw", "PLN"), "IT": ("Europe/Rome", "EUR")}


def add_to(app: typer.Typer) -> None:
    app.command("init")(init)


def init(
    context: typer.Context,
    organisation: Annotated[str, typer.Option(help="Whose data this is.")] = "",
    company: Annotated[str, typer.Option(help="Name of the company that issues documents.")] = "",
    country: Annotated[str, typer.Option(help="Its country, two letters.")] = "",
    tax_id: Annotated[str, typer.Option("--tax-id", help="Its tax number, as registered.")] = "",
    zone: Annotated[
        str, typer.Option(help="Time zone that dates its documents, such as Europe/Bucharest.")
    ] = "",
    currency: Annotated[str, typer.Option(help="Currency of its VAT returns.")] = "",
    vat_payer: Annotated[
        bool | None, typer.Option("--vat-payer/--no-vat-payer", help="Whether it is registered for VAT.")
    ] = None,
    vat_since: Annotated[datetime | None, typer.Option("--vat-since", formats=["%Y-%m-%d"])] = None,
) -> Exit:
    """Set Facturier up: home, database, key, and the company that issues. Asks for what is not given."""
    here = session(context)
    since = vat_since.date() if vat_since else None
    facts = _company(here, company, country, tax_id, zone, currency, vat_payer, since)
    owner = organisation or facts.name
    make_home(here.home)
    with boot.database(here.home, here.output.progress):
        boot.migrate()
        _refuse_second()
        make_installation(here.home, owner, facts)
    here.output.say(
        say(
            "Ready in %(home)s. Next: “facturier connect shop ...”, “facturier connect system ...”, then "
            "“facturier route create”. Keep a copy of %(key)s in a safe place.",
            home=here.home.root,
            key=here.home.secret_key,
        )
    )
    here.output.value({"home": here.home.root, "organisation": owner, "issuer": facts.issuer})
    return Exit.DONE


def agreed(answer: str) -> bool:
    """Whether a typed answer says yes, in a language that Facturier speaks. Raises Stop for what is neither."""
    word = answer.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Stop(say("“%(answer)s” is neither yes nor no.", answer=answer), Exit.USAGE)


def make_home(home: Home) -> None:
    """Directories, key and (unless DATABASE_URL names one) a database. What is there already stays."""
    home.create()
    if not home.secret_key.exists():
        secrets.create(home.secret_key)
    boot.make_page_key(home)
    if not boot.outside() and not installed.majors_present(home):
        installed.create(home)


def make_installation(home: Home, owner: str, facts: CompanyFacts) -> Company:
    """Identity, witness, organisation and company in a database that has none."""
    with transaction.atomic():
        installation.create(datetime.now(UTC))
        installation.identity.cache_clear()
        organisation = Organisation.objects.create(name=owner)
        company = Company.objects.create(organisation=organisation, issuer=facts.issuer, facts=facts)
    WitnessFile(home.witness).begin(installation.identity(), last_attempt())
    return company


def _refuse_second() -> None:
    if Installation.objects.exists():
        raise ClusterExists(
            say("Facturier is set up here already, and nothing was changed. Start it with “facturier up”.")
        )


def _company(
    here: Session,
    name: str,
    country: str,
    tax_id: str,
    zone: str,
    currency: str,
    vat_payer: bool | None,
    since: date | None,
) -> CompanyFacts:
    name = name or here.ask(say("Name of the company"), "--company")
    country = (country or here.ask(say("Country, two letters"), "--country", "RO")).upper()
    if not re.fullmatch("[A-Z]{2}", country):
        raise Stop(say("%(country)s is not a two-letter country code.", country=country), Exit.USAGE)
    tax_id = tax_id or here.ask(say("Tax number"), "--tax-id")
    usual_zone, usual_currency = _USUAL.get(country, ("", ""))
    zone = zone or usual_zone or here.ask(say("Time zone"), "--zone")
    currency = (currency or usual_currency or here.ask(say("Currency of VAT"), "--currency")).upper()
    if vat_payer is None:
        answer = here.ask(say("Registered for VAT, yes or no"), "--vat-payer / --no-vat-payer", "yes")
        vat_payer = agreed(answer)
    facts = CompanyFacts(
        name=name,
        country=country,
        tax_id=tax_id,
        zone=_zone(zone),
        currency=currency,
        vat_payer=(Dated(since=since),) if vat_payer else (),
    )
    if facts.issuer == country:
        raise Stop(say("%(number)s is not a tax number.", number=tax_id), Exit.USAGE)
    return facts


def _zone(name: str) -> str:
    try:
        return zone_named(name).key
    except ValueError as error:
        raise Stop(say("There is no time zone named %(name)s.", name=name), Exit.USAGE) from error
