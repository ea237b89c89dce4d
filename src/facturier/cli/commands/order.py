"""`facturier order`: everything about one order, and why."""

from typing import Annotated, Any

import typer

from facturier.cli import find
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.cli.show import FINDING_HEADS, document_facts, finding_rows, order_row
from facturier.model.message import say
from facturier.store.journal import subject
from facturier.store.models import AuditEvent, Document, Order

Shop = Annotated[str, typer.Option("--shop", help="The shop's connection, where two share the number.")]
_FACTS = {
    "order": say("Order"),
    "shop": say("Shop"),
    "placed_at": say("Placed"),
    "total": say("Total"),
    "currency": say("Currency"),
    "standing": say("State"),
    "reason": say("Why"),
}
_DOCUMENT_HEADS = {
    "document": say("Document"),
    "kind": say("Kind"),
    "state": say("State"),
    "total": say("Total"),
    "currency": say("Currency"),
    "reference": say("Reference"),
    "reason": say("Why"),
    "words": say("The system's words"),
}
_ATTEMPT_HEADS = {
    "at": say("Sent"),
    "document": say("Document"),
    "answered_at": say("Answered"),
    "outcome": say("Outcome"),
    "words": say("The system's words"),
}
_TRAIL_HEADS = {"at": say("When"), "actor": say("Who"), "message": say("What")}


def add_to(app: typer.Typer) -> None:
    app.command("order")(order)


def order(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Its number in the shop.")],
    shop: Shop = "",
) -> Exit:
    """Show all that is known of one order: state, findings, documents, attempts and history."""
    here = session(context)
    with here.world():
        row = find.order(number, shop)
        told = everything(row)
        _print(here, told)
    here.output.value(told)
    return Exit.DONE


def everything(row: Order) -> dict[str, Any]:
    documents = list(row.documents.select_related("route", "system").order_by("pk"))
    return {
        **order_row(row),
        "closed_by": row.closed_by,
        "findings": finding_rows(row.findings),
        "cures": list(row.cures.order_by("field").values("field", "value", "by", "at")),
        "documents": [
            {**document_facts(one), "effects": _effects(one), "wishes": _wishes(one)} for one in documents
        ],
        "attempts": [attempt for one in documents for attempt in attempts(one)],
        "history": _history(row, documents),
    }


def attempts(document: Document) -> list[dict[str, Any]]:
    """Every create call that was made for a document, with what came back."""
    return [
        {
            "document": str(document),
            "at": attempt.at,
            "answered_at": attempt.answered_at,
            "outcome": intent.outcome or attempt.outcome,
            "words": attempt.words,
            "calls": [
                {"method": one.method, "url": one.url, "status": one.status, "failure": one.failure}
                for one in attempt.exchanges or ()
            ],
        }
        for intent in document.intents.order_by("pk")
        for attempt in intent.attempts.order_by("pk")
    ]


def _effects(document: Document) -> list[dict[str, Any]]:
    rows = document.effects.order_by("order_of_work", "pk")
    return [{"what": one.what, "state": one.state, "reason": one.reason, "words": one.words} for one in rows]


def _wishes(document: Document) -> list[dict[str, Any]]:
    rows = document.wishes.order_by("pk")
    return [{"what": one.what, "state": one.state, "by": one.by, "reason": one.reason} for one in rows]


def _history(row: Order, documents: list[Document]) -> list[dict[str, Any]]:
    subjects = [subject(row), *(subject(one) for one in documents)]
    events = AuditEvent.objects.filter(subject__in=subjects).order_by("at", "pk")
    return [{"at": one.at, "actor": one.actor, "message": one.message} for one in events]


def _print(here: Session, told: dict[str, Any]) -> None:
    here.output.facts(told, _FACTS)
    for key, title, heads in (
        ("findings", say("Findings"), FINDING_HEADS),
        ("documents", say("Documents"), _DOCUMENT_HEADS),
        ("attempts", say("Attempts"), _ATTEMPT_HEADS),
        ("history", say("History"), _TRAIL_HEADS),
    ):
        if told[key]:
            here.output.table(told[key], heads, title)
