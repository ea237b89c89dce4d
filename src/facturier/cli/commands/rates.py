"""`facturier rates`: published exchange rates as stored, fetched now, or added by hand."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, session
from facturier.flows import rates as flow
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.model.rate import ExchangeRate
from facturier.ports.errors import NotNow
from facturier.rates import figures
from facturier.rates.sources import BANKS, Source
from facturier.store import rates as store

_HEADS = {
    "source": say("Source"),
    "day": say("Day"),
    "base": say("1 of"),
    "rate": say("Rate"),
    "quote": say("Is so many"),
}
_FETCHED = {
    "source": say("Source"),
    "since": say("Since"),
    "stored": say("New rates"),
    "error": say("Why not"),
}
Added = tuple[str, str, str, str, str]


def add_to(app: typer.Typer) -> None:
    app.command("rates")(rates)


def rates(
    context: typer.Context,
    by: By,
    refresh: Annotated[bool, typer.Option("--refresh", help="Fetch what the routes need, now.")] = False,
    added: Annotated[
        Added | None,
        typer.Option(
            "--add",
            metavar="SOURCE DAY BASE QUOTE RATE",
            help="Add one by hand, such as BNR 2026-11-20 EUR RON 5.0874: 1 EUR is 5.0874 RON.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="With --add: also in place of another rate.")
    ] = False,
) -> Exit:
    """Show the newest exchange rates of each source. Orders that waited for a rate are decided anew."""
    here = session(context)
    rate = _read(added) if added else None
    with here.world() as env:
        if rate is not None:
            _add(env, rate, by, replace)
        if refresh:
            return _refresh(here, env)
        rows = [_row(each) for each in ([rate] if rate else store.newest())]
    here.output.table(rows, _HEADS)
    if not rows:
        here.output.say(say("No exchange rates are stored. Fetch them with “facturier rates --refresh”."))
    here.output.value(rows)
    return Exit.DONE


def _refresh(here: Session, env: Env) -> Exit:
    done = flow.refresh(env, anyway=True)
    rows = [
        {
            "source": each.source,
            "since": each.since,
            "stored": each.stored,
            "error": each.error and each.error.message,
        }
        for each in done
    ]
    here.output.table(rows, _FETCHED)
    if not rows:
        here.output.say(say("No active route needs exchange rates: all its amounts are in one currency."))
    here.output.value(rows)
    errors = [each.error for each in done if each.error]
    if not errors:
        return Exit.DONE
    return Exit.NOT_NOW if all(isinstance(error, NotNow) for error in errors) else Exit.FAILED


def _read(added: Added) -> ExchangeRate:
    """The words of a person as a rate; a slip of the hand is told before anything is kept."""
    name, day, base, quote, rate = added
    if name.upper() not in Source.__members__:
        raise Stop(
            say("There is no source %(name)s. There are: %(all)s.", name=name, all=", ".join(Source)),
            Exit.USAGE,
        )
    source = Source(name.upper())
    try:
        base, quote = figures.currency(base.upper()), figures.currency(quote.upper())
        read = ExchangeRate(source.value, base, quote, figures.figure(rate), figures.day(day))
    except ValueError as error:
        raise Stop(
            say("A rate is added like this: --add BNR 2026-11-20 EUR RON 5.0874"), Exit.USAGE, str(error)
        ) from error
    _refuse_turned(source, read)
    return read


def _refuse_turned(source: Source, rate: ExchangeRate) -> None:
    bank = BANKS[source]
    other = rate.quote if bank.base else rate.base
    if (rate.base if bank.base else rate.quote) != bank.currency or other == bank.currency:
        wanted = f"{bank.currency} XXX" if bank.base else f"XXX {bank.currency}"
        raise Stop(
            say(
                "%(source)s publishes its rates as %(wanted)s. Give the rate in that direction.",
                source=source.value,
                wanted=wanted,
            ),
            Exit.USAGE,
        )


def _add(env: Env, rate: ExchangeRate, by: str, replace: bool) -> None:
    if rate.day > env.clock.now().date() + timedelta(days=1):
        raise Stop(say("%(day)s has not come yet.", day=rate.day), Exit.USAGE)
    before = store.stored(rate.source, rate.day, rate.base, rate.quote)
    if before is not None and before != rate.rate and not replace:
        raise Stop(
            say(
                "%(source)s for %(day)s is stored as %(rate)s. Add --replace to put yours in its place.",
                source=rate.source,
                day=rate.day,
                rate=f"{before.normalize():f}",
            )
        )
    store.put(rate, by, env.clock.now())
    flow.look_again(env)


def _row(rate: ExchangeRate) -> dict[str, Any]:
    return {
        "source": rate.source,
        "day": rate.day,
        "base": rate.base,
        "rate": rate.rate.normalize(),
        "quote": rate.quote,
    }
