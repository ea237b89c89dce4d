"""Routes: made, shown and changed; an overlap is refused."""

from tests.cli.conftest import Result, Run
from tests.support.world import World, order

from facturier.cli.exits import Exit
from facturier.store.models import Order, Route

LABEL = "Shop to SmartBill"


def create(facturier: Run, *more: object) -> Result:
    return facturier("route", "create", "Second", "--shop", "Shop", "--system", "SmartBill", *more, "--json")


def test_a_second_route_needs_a_rank_of_its_own(facturier: Run, inside: World) -> None:
    ended = create(facturier, "--set", "series=FCT")
    assert ended.code == Exit.USAGE
    assert "rank 0 already" in ended.json["error"]
    assert create(facturier, "--rank", 1).code == Exit.DONE
    assert Route.objects.get(label="Second").rank == 1


def test_a_taken_name_is_refused(facturier: Run, inside: World) -> None:
    ended = facturier("route", "create", LABEL, "--rank", 1, "--json")
    assert ended.code == Exit.USAGE


def test_settings_are_changed_by_path_and_shown(facturier: Run, inside: World) -> None:
    ended = facturier("route", "set", LABEL, "selection.only_paid=yes", "due_days=7", "--json")
    assert ended.code == Exit.DONE
    assert ended.json["settings"]["selection"]["only_paid"] is True
    shown = facturier("route", "show", LABEL, "--json").json
    assert shown["settings"]["due_days"] == 7
    assert shown["settings"]["series"] == "FCT"


def test_an_unknown_series_is_answered_with_the_known(facturier: Run, inside: World) -> None:
    ended = facturier("route", "set", LABEL, "series=NOPE", "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert "FCT" in ended.json["error"]
    inside.route.refresh_from_db()
    assert inside.route.settings.series == "FCT"


def test_a_wrong_value_changes_nothing(facturier: Run, inside: World) -> None:
    ended = facturier("route", "set", LABEL, "due_days=9", "kind=bill", "--json")
    assert ended.code == Exit.USAGE
    inside.route.refresh_from_db()
    assert inside.route.settings.due_days is None


def test_orders_are_decided_again_after_a_change(facturier: Run, inside: World) -> None:
    inside.settings(rules=())
    inside.route.active = False
    inside.route.save()
    inside.hear(order("1001"))
    inside.run()
    assert Order.objects.get().standing == "closed"
    assert facturier("route", "set", LABEL, "--active").code == Exit.DONE
    inside.run()
    assert Order.objects.get().standing == "verified"


def test_all_routes_are_listed(facturier: Run, inside: World) -> None:
    ended = facturier("route", "show", "--json")
    assert [(row["route"], row["shop"], row["company"]) for row in ended.json] == [
        (LABEL, "Shop", "RO12345674")
    ]


def test_an_unknown_route_is_answered_with_the_known(facturier: Run, inside: World) -> None:
    ended = facturier("route", "set", "Nowhere", "due_days=7", "--json")
    assert ended.code == Exit.FAILED
    assert LABEL in ended.json["error"]
