"""Several writes as one statement: all of them or none, whatever the first one finds."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from tests.support.world import World, order

from facturier.model.message import say
from facturier.store import journal
from facturier.store.models import AuditEvent, Document, Effect, Intent, Order, Organisation
from facturier.store.writes import KeyOf, deleting, inserting, locking, together, updating

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def row(world: World) -> Order:
    return world.hear(order("1001"))


def lines() -> int:
    return AuditEvent.objects.filter(at=NOW).count()


def test_what_follows_happens_with_the_first(row: Order) -> None:
    told = journal.noting(row, say("Seen."), NOW)
    made = together(updating(Order, {"pk": row.pk, "number": "1001"}, closed_by="seen"), {"left": told})
    row.refresh_from_db()
    assert row.closed_by == "seen"
    assert made is not None
    assert AuditEvent.objects.get(pk=made["left"]).message == say("Seen.")


def test_nothing_happens_where_the_first_finds_no_row(row: Order) -> None:
    told = journal.noting(row, say("Seen."), NOW)
    assert together(updating(Order, {"pk": row.pk, "number": "9"}, closed_by="seen"), {"told": told}) is None
    assert lines() == 0


def test_nothing_happens_without_the_row_to_be_held(row: Order) -> None:
    for held, lines_after in (("another", 0), ("magento", 1)):
        together(
            updating(Order, {"pk": row.pk}, closed_by="seen"),
            {"told": journal.noting(row, say("Seen."), NOW)},
            holding=locking(type(row.shop), {"pk": row.shop_id, "connector": held}),
        )
        assert lines() == lines_after


def test_one_that_finds_nothing_does_not_stop_the_others(row: Order) -> None:
    made = together(
        updating(Order, {"pk": row.pk}, closed_by="seen"),
        {
            "gone": deleting(Effect, {"pk": 0}),
            "closed": updating(Intent, {"pk": 0}, outcome="issued"),
            "told": journal.noting(row, say("Seen."), NOW),
        },
    )
    assert made is not None
    assert set(made) == {"first", "told"}


def test_a_row_that_is_there_already_is_left_as_it_is(row: Order, world: World) -> None:
    world.run()
    document = Document.objects.get()
    before = document.effects.count()
    effect = document.effects.earliest("pk")
    effect.pk = None
    first = updating(Order, {"pk": row.pk}, closed_by="seen")
    made = together(first, {"effect": inserting(effect, unless_there=True)})
    assert made is not None
    assert "effect" not in made
    assert document.effects.count() == before


def test_one_that_fails_undoes_them_all(row: Order, world: World) -> None:
    world.run()
    effect = Document.objects.get().effects.earliest("pk")
    effect.pk = None
    with pytest.raises(IntegrityError):
        together(updating(Order, {"pk": row.pk}, closed_by="seen"), {"effect": inserting(effect)})
    row.refresh_from_db()
    assert row.closed_by == ""


def test_a_new_row_may_name_one_that_is_made_beside_it(row: Order) -> None:
    event = AuditEvent(at=NOW, actor="ana", subject="order:1", message=say("Seen."))
    made = together(
        updating(Order, {"pk": row.pk}, closed_by="seen"),
        {
            "house": inserting(Organisation(name="New")),
            "event": inserting(event, organisation=KeyOf("house")),
        },
    )
    assert made is not None
    assert AuditEvent.objects.get(pk=made["event"]).organisation_id == made["house"]
