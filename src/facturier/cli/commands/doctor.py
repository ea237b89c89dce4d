"""`facturier doctor`: what is wrong, or soon will be, and what to do about it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import typer
from django.db import connection as database
from django.db.models import Count, Q

from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.embedded.health import Check, check_database, check_disk
from facturier.embedded.witness import WitnessFile
from facturier.flows.connections import trouble
from facturier.flows.env import Env
from facturier.flows.find import sweep
from facturier.flows.recover import last_attempt
from facturier.flows.takings_check import check
from facturier.model.message import say
from facturier.ports.clock import business_date
from facturier.store import installation, secrets
from facturier.store.models import Alarm, Connection, Installation, LimitScope, Permit, TakingsRegister
from facturier.takings.judge import Verdict

_HEADS = {"level": say("Level"), "name": say("Checked"), "message": say("Found")}
_CODES = {"good": Exit.DONE, "warning": Exit.DONE, "alarm": Exit.NEEDS_PERSON, "refused": Exit.MISCONFIGURED}


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(context: typer.Context) -> Exit:
    """Check database, disk, key, witness, connections, alarms and limits. Ends with 3 for alarms, 5 for faults."""
    here = session(context)
    with here.world() as env:
        # First: what it finds to be over is not shown any more.
        forgotten = _forgotten(env)
        rows = [
            *(_row(check) for check in _machine(here)),
            *_installation(here),
            *_connections(),
            *_alarms(),
            *_limits(env),
            *_takings(env),
            forgotten,
        ]
    here.output.table(rows, _HEADS)
    here.output.value(rows)
    return max(_CODES[row["level"]] for row in rows)


def _row(check: Check) -> dict[str, Any]:
    return {"level": check.level, "name": check.name, "message": check.message}


def _machine(here: Session) -> Iterator[Check]:
    database.ensure_connection()
    yield from check_database(database.connection)
    yield check_disk(here.home.root)


def _installation(here: Session) -> Iterator[dict[str, Any]]:
    secrets.unseal(secrets.seal(b"key"))
    yield {"level": "good", "name": "key", "message": say("The key file can be read.")}
    verdict = WitnessFile(here.home.witness).compare(installation.identity(), last_attempt())
    if verdict == "same":
        yield {"level": "good", "name": "witness", "message": say("The witness knows this database.")}
    else:
        why = say(
            "The witness file does not know this database as it is (%(verdict)s). Nothing is sent until "
            "“facturier reconcile --recover” has read every account.",
            verdict=verdict,
        )
        yield {"level": "alarm", "name": "witness", "message": why}
    this = Installation.objects.get(pk=1)
    if this.recovery or this.paused_at:
        why = this.recovery or this.paused_why or say("All issuing is paused.")
        yield {"level": "alarm", "name": "sending", "message": why}


def _connections() -> Iterator[dict[str, Any]]:
    for row in Connection.objects.order_by("label"):
        found = trouble(row)
        message = found or say("%(label)s is well.", label=row.label)
        yield {"level": "alarm" if found else "good", "name": f"connection {row.label}", "message": message}


def _alarms() -> Iterator[dict[str, Any]]:
    for alarm in Alarm.objects.filter(closed_at=None).exclude(code="CONNECTION").order_by("at"):
        yield {"level": "alarm", "name": f"{alarm.code} {alarm.subject}", "message": alarm.message}


def _limits(env: Env) -> Iterator[dict[str, Any]]:
    """How much of each remote limit is left at this moment."""
    now = env.clock.now()
    blocked = set(LimitScope.objects.filter(blocked_until__gt=now).values_list("scope", flat=True))
    scopes = Permit.objects.values("scope").annotate(
        all=Count("id"), free=Count("id", filter=Q(free_at__lte=now))
    )
    for scope in scopes.order_by("scope"):
        message = say("%(free)s of %(all)s calls are free just now.", free=scope["free"], all=scope["all"])
        if scope["scope"] in blocked:
            message = say("The remote has blocked us for a while: somebody else uses the same limit.")
        level = "warning" if scope["scope"] in blocked else "good"
        yield {"level": level, "name": f"limit {scope['scope']}", "message": message}


def _takings(env: Env) -> Iterator[dict[str, Any]]:
    """Of the orders of this month and of the last: each is in invoices or in the register, and the sums agree."""
    for register in TakingsRegister.objects.select_related("company").order_by("pk"):
        today = business_date(env.clock.now(), register.company.facts.zone)
        since = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        found = check(env, register, since, today)
        name = f"takings {register.company.issuer}"
        for why in found.wrong:
            yield {"level": "alarm", "name": name, "message": why}
        counted = {kind.verdict: kind.orders for kind in found.kinds}
        message = say(
            "Of %(orders)s orders since %(since)s, %(invoiced)s are in the invoices, %(counted)s in the register of "
            "takings, the others in neither for a reason.",
            orders=found.orders,
            since=since,
            invoiced=counted.get(Verdict.INVOICED, 0),
            counted=counted.get(Verdict.COUNTED, 0),
        )
        yield {"level": "good", "name": name, "message": message}


def _forgotten(env: Env) -> dict[str, Any]:
    """Rows that should move and had no moment to be looked at; the sweep has just given them one."""
    count = sweep(env)
    message = say("%(count)s rows were forgotten and have been given a moment.", count=count)
    return {"level": "warning" if count else "good", "name": "forgotten", "message": message}
