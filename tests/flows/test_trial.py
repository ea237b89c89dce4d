"""A route tried on the newest orders: what would become of them, with nothing written."""

import msgspec
from tests.support.world import World, line, order

from facturier.drafting.decision import Outcome
from facturier.flows.trial import try_route
from facturier.model.kinds import LineKind
from facturier.store.models import AuditEvent, Document, Order, Route


def unsaved(world: World, **changes: object) -> Route:
    settings = msgspec.structs.replace(world.route.settings, **changes)
    return Route(
        organisation=world.organisation,
        label="Tried",
        shop=world.shop,
        system=world.system,
        company=world.company,
        rank=1,
        settings=settings,
    )


def test_each_order_gets_the_decision_that_the_route_would_take(world: World) -> None:
    world.route.active = False
    world.route.save()
    world.hear(order("1001"))
    world.hear(order("1002", line(kind=LineKind.UNKNOWN)))
    world.hear(order("1003", line(kind=LineKind.UNKNOWN, name="Other")))
    world.hear(order("1004", status="pending"))
    before = (Order.objects.values_list("standing", "look_at"), AuditEvent.objects.count())
    selection = msgspec.structs.replace(world.route.settings.selection, statuses=("processing",))
    trial = try_route(world.env, unsaved(world, selection=selection))
    assert (trial.ready, trial.held, trial.waiting, trial.closed, trial.others) == (1, 2, 1, 0, 0)
    ((why, count),) = trial.reasons
    assert (count, "unknown kind" in str(why)) == (2, True)
    assert (list(Order.objects.values_list("standing", "look_at")), AuditEvent.objects.count()) == (
        list(before[0]),
        before[1],
    )
    assert not Document.objects.exists()


def test_what_another_route_takes_first_is_not_its_own(world: World) -> None:
    world.hear(order("1001"))
    (tried,) = try_route(world.env, unsaved(world)).rows
    assert tried.taken_by == world.route
    assert tried.decision.outcome is Outcome.READY


def test_what_the_first_turns_away_comes_to_it(world: World) -> None:
    everywhere = world.route.settings.selection
    world.settings(selection=msgspec.structs.replace(everywhere, countries=("IT",)))
    world.hear(order("1001"))
    trial = try_route(world.env, unsaved(world, selection=everywhere))
    assert (trial.ready, trial.others) == (1, 0)


def test_an_order_that_has_its_document_shows_it(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    (tried,) = try_route(world.env, world.route).rows
    assert (tried.issued, tried.decision.outcome) == ("FCT 0001", Outcome.READY)


def test_only_the_newest_are_asked(world: World) -> None:
    for number in range(5):
        world.hear(order(str(1000 + number)))
    assert len(try_route(world.env, world.route, 3).rows) == 3
