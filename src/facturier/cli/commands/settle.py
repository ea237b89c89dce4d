"""`facturier settle`: the end of a held doubt, by a named person who looked (DESIGN 5.6)."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from facturier.cli import find, guard
from facturier.cli.carry import carry
from facturier.cli.commands.issue import Patience
from facturier.cli.commands.order import attempts
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, Why, session
from facturier.cli.show import document_facts
from facturier.flows import person
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store.models import Document, State

_SIDES = {
    "side": say(""),
    "number": say("Number"),
    "total": say("Total"),
    "reference": say("Reference"),
    "said": say("What it says"),
}
_LOOKS = {"at": say("Looked"), "verdict": say("Verdict"), "why": say("Why")}


def add_to(app: typer.Typer) -> None:
    app.command("settle")(settle)


def settle(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Reference, series and number, or order.")],
    by: By,
    number: Annotated[str, typer.Option("--this-is-it", metavar="NUMBER", help="It has this number.")] = "",
    absent: Annotated[bool, typer.Option("--does-not-exist", help="It was never issued.")] = False,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="It was issued, and somebody deleted it in the system.")
    ] = False,
    why: Why = "",
    patience: Patience = 60,
) -> Exit:
    """Decide about a document whose answer was lost, or that is gone. Without an option: show the evidence."""
    here = session(context)
    if bool(number) + absent + deleted > 1:
        raise Stop(say("One of --this-is-it, --does-not-exist and --deleted, not several."), Exit.USAGE)
    if (absent or deleted) and not why:
        raise Stop(say("--why is missing: say how you know that it does not exist."), Exit.USAGE)
    with here.world() as env:
        document = find.document(name)
        if number:
            person.this_is_it(env, document.pk, number, by)
        elif absent:
            person.does_not_exist(env, document.pk, by, why)
        elif deleted:
            person.gone(env, document.pk, by, why)
        else:
            return _show(here, document)
        return told(here, env, document, patience)


def told(here: Session, env: Env, document: Document, patience: float) -> Exit:
    """Carry a document on after a decision, and say where it stands."""
    guard.compare_witness(here, env)
    carry(env, document.order, env.clock.now() + timedelta(seconds=patience))
    facts = document_facts(find.document(document.reference))
    here.output.facts(
        facts,
        {"document": say("Document"), "state": say("State"), "total": say("Total"), "reason": say("Why")},
    )
    here.output.value(facts)
    if facts["state"] in (State.HELD_IN_DOUBT, State.DISPUTED, State.HELD, State.REFUSED):
        return Exit.NEEDS_PERSON
    done = facts["state"] in (State.VERIFIED, State.WITHDRAWN)
    return Exit.DONE if done else Exit.NOT_NOW


def evidence(document: Document) -> dict[str, Any]:
    """What we sent, what the system shows, and every look that was taken."""
    intent = document.intents.order_by("-pk").first()
    draft = intent.draft if intent else document.draft
    candidates = intent.candidates if intent else ()
    looks = intent.looks.order_by("pk") if intent else ()
    return {
        **document_facts(document),
        "buyer": draft.buyer.name,
        "lines": [f"{line.quantity:f} {line.unit} {line.name}" for line in draft.lines],
        "payable": draft.totals.payable,
        "candidates": [
            {
                "number": one.number,
                "total": one.total,
                "reference": one.reference,
                "said": one.said if one.readable else say("It could not be read."),
            }
            for one in candidates
        ],
        "attempts": attempts(document),
        "looks": [{"at": one.at, "verdict": one.verdict, "why": one.why} for one in looks],
    }


def _show(here: Session, document: Document) -> Exit:
    facts = evidence(document)
    ours = {
        "side": say("What we sent"),
        "total": facts["payable"],
        "reference": facts["reference"],
        "said": "\n".join([facts["buyer"], *facts["lines"]]),
    }
    theirs = [{**one, "side": say("What the system shows")} for one in facts["candidates"]]
    here.output.table(
        [ours, *theirs], _SIDES, say("%(name)s: %(state)s", name=document, state=document.state)
    )
    if facts["looks"]:
        here.output.table(facts["looks"], _LOOKS)
    here.output.value(facts)
    return Exit.NEEDS_PERSON if document.state == State.HELD_IN_DOUBT else Exit.DONE
