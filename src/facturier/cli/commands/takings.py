"""`facturier takings`: the register of daily takings, as a table, as a file, begun, and checked."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from babel import Locale

from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, session
from facturier.drafting.countries.takings import keeps_register
from facturier.flows import takings_close, takings_month
from facturier.flows.env import Env
from facturier.flows.takings_check import check
from facturier.model.message import say
from facturier.ports.clock import business_date
from facturier.store.models import Company, TakingsRegister
from facturier.takings.judge import Abroad
from facturier.takings.printing.page import as_pdf
from facturier.takings.printing.sheet import Sheet, rate, sheet
from facturier.takings.printing.table import as_csv, as_xlsx
from facturier.takings.register import Day, Month

_HEADS = {
    "day": say("Day"),
    "rate": say("VAT rate"),
    "gross": say("Takings"),
    "taxable": say("Taxable amount"),
    "vat": say("VAT"),
    "orders": say("Orders"),
    "state": say("State"),
}
_CHECKED = {
    "verdict": say("Orders that are"),
    "orders": say("Orders"),
    "payable": say("Buyers pay"),
    "written": say("In the register"),
}

_OPEN = {"order": say("Order"), "why": say("Why it is in neither, or not certain")}


def add_to(app: typer.Typer) -> None:
    app.command("takings")(takings)


def takings(
    context: typer.Context,
    by: By,
    month: Annotated[str, typer.Argument(help="Such as 2026-11; none means this month.")] = "",
    company: Annotated[str, typer.Option(help="Country and tax number, where several keep a register.")] = "",
    file: Annotated[Path | None, typer.Option(help="Write it there: .pdf, .xlsx or .csv.")] = None,
    checking: Annotated[
        bool, typer.Option("--check", help="Is each order in invoices or in the register? 3 where not.")
    ] = False,
    since: Annotated[
        str, typer.Option("--begin", metavar="DAY", help="Keep the register from then on.")
    ] = "",
    abroad: Annotated[
        Abroad, typer.Option(help="With --begin: sales to consumers in other EU states.")
    ] = Abroad.HOME,
) -> Exit:
    """Show the register of daily takings: what was sold without an invoice, by day and VAT rate (Italy)."""
    here = session(context)
    with here.world() as env:
        owner = _company(company)
        if since:
            takings_close.begin(env, owner, _day(since), abroad, by)
        register = TakingsRegister.objects.select_related("company").filter(company=owner).first()
        if register is None:
            raise Stop(
                say("%(name)s keeps no register here yet. Begin it with --begin DAY.", name=owner.facts.name)
            )
        first = _first(month, env, owner)
        if checking:
            return _check(here, env, register, first)
        made = takings_month.month(env, register, first)
    if file is not None:
        return _write(here, made, file)
    rows = [row for day in made.days for row in _rows(here, day)]
    here.output.table(rows, _HEADS)
    here.output.value(rows)
    return Exit.NEEDS_PERSON if any(day.blocked for day in made.days) else Exit.DONE


def _company(issuer: str) -> Company:
    rows = [row for row in Company.objects.order_by("pk") if keeps_register(row.facts.country)]
    found = [row for row in rows if issuer in ("", row.issuer)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Stop(say("No such company keeps a register of takings: their countries know none."))
    names = ", ".join(row.issuer for row in found)
    raise Stop(say("Name the company with --company: %(names)s.", names=names), Exit.USAGE)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Stop(say("%(text)s is no day such as 2026-11-20.", text=text), Exit.USAGE) from error


def _first(month: str, env: Env, owner: Company) -> date:
    if month:
        return _day(f"{month}-01")
    return business_date(env.clock.now(), owner.facts.zone).replace(day=1)


def _rows(here: Session, day: Day) -> list[dict[str, Any]]:
    """Why a day waits stands on its first line."""
    state = say("closed") if day.closed else day.blocked[0].why if day.blocked else say("open")
    lines: list[dict[str, Any]] = [
        {
            "rate": rate(row.treatment, here.output.text),
            "gross": row.gross,
            "taxable": row.taxable,
            "vat": row.vat,
        }
        for row in day.rows
    ]
    first, *rest = lines or [{}]
    return [{"day": day.day, **first, "orders": day.orders, "state": state}, *rest]


def _write(here: Session, month: Month, file: Path) -> Exit:
    made = sheet(month, here.output.text)
    forms: dict[str, Callable[[Sheet], bytes]] = {
        ".csv": as_csv,
        ".xlsx": as_xlsx,
        ".pdf": lambda one: as_pdf(one, Locale.parse(here.output.language)),
    }
    if file.suffix not in forms:
        raise Stop(say("Give the file one of these endings: %(names)s.", names=", ".join(forms)), Exit.USAGE)
    file.write_bytes(forms[file.suffix](made))
    here.output.say(say("Written: %(file)s", file=file))
    here.output.value({"file": str(file)})
    return Exit.DONE


def _check(here: Session, env: Env, register: TakingsRegister, first: date) -> Exit:
    """Of the orders that were placed in the month."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    found = check(env, register, first, last)
    rows = [
        {"verdict": kind.verdict, "orders": kind.orders, "payable": kind.payable, "written": kind.written}
        for kind in found.kinds
    ]
    here.output.table(rows, _CHECKED)
    if found.open:
        here.output.table([{"order": str(one.order), "why": one.judged.why} for one in found.open], _OPEN)
    for why in found.wrong:
        here.output.say(why)
    here.output.value(
        {"orders": found.orders, "told_twice": found.told_twice, "kinds": rows, "wrong": found.wrong}
    )
    return Exit.NEEDS_PERSON if found.wrong else Exit.DONE
