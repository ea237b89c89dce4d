"""What colleagues do on the pages beside deciding about documents: read, try, pause, correct, save."""

from datetime import timedelta
from decimal import Decimal

from tests.proof.deeds.clicks import document_of, order_of, told
from tests.proof.ground import Ground

from facturier.drafting.context import ClaimedLine
from facturier.flows import (
    ask,
    budgets,
    by_hand,
    connections,
    credit,
    cure,
    options,
    pausing,
    preview,
    routes,
    takeover,
    trial,
)
from facturier.flows.env import connector_of
from facturier.store.models import Connection, Document, Route, Wish

CODICE_FISCALE = "RSSMRA80A01H501U"
EARLIER = 3
CENT = Decimal("0.01")


@told
def read(ground: Ground, order: int) -> None:
    """The page of an order, of its documents, and of the route: nothing is changed by looking."""
    env, row = ground.env, order_of(ground, order)
    if row is not None:
        preview.preview(env, row)
        options.for_order(row)
        ground.tell(f"may be sent as {[one.kind.value for one in by_hand.choices(env, row) if one.free]}")
        for document in Document.objects.filter(order=row).select_related("system", "order", "route"):
            options.for_document(env, document)
    budgets.left(env, ground.account)
    route = Route.objects.select_related("shop", "system", "company").get(pk=ground.route.pk)
    tried = trial.try_route(env, route)
    ground.tell(
        f"would send {tried.ready}, hold {tried.held} for {len(tried.reasons)} reasons, let {tried.waiting} wait, "
        f"leave {tried.closed}, and {tried.others} to other routes"
    )
    for connection in Connection.objects.filter(pk__in=[ground.shop.pk, ground.account.pk]):
        connections.trouble(connection)


def test(ground: Ground, order: int) -> None:
    for connection in Connection.objects.filter(pk__in=[ground.shop.pk, ground.account.pk]).order_by("role"):
        checks = connections.test(ground.env, connection)
        ground.tell(f"{connection.label}: {sum(one.ok for one in checks)} of {len(checks)} checks are well")


def try_form(ground: Ground, order: int, values: dict[str, object] | None = None) -> None:
    """The connection's form with something else in it, tested and not saved."""
    row = Connection.objects.get(pk=ground.account.pk)
    found = connector_of(row)
    entered = {**row.settings, **row.secrets, **(values or {})}
    if why := connections.unfit(found, entered):
        ground.tell(f"is told: {why}")
        return
    connections.put(row, found, entered)
    checks = connections.test(ground.env, row)
    ground.tell(f"{values}: {sum(one.ok for one in checks)} of {len(checks)} checks are well")


def enter_form(ground: Ground, order: int, values: dict[str, object] | None = None) -> None:
    """The connection's form as it is right, but for what is mistaken, saved."""
    row = Connection.objects.get(pk=ground.account.pk)
    found, vendor = connector_of(row), ground.vendor
    right = {**vendor.sandbox.settings(f"http://{vendor.host}"), **ground.plan.account, **vendor.secrets()}
    entered = {**right, **(values or {})}
    if why := connections.unfit(found, entered):
        ground.tell(f"is told: {why}")
        return
    connections.put(row, found, entered)
    connections.keep(ground.env, row)


def pause(ground: Ground, order: int, minutes: float = 10) -> None:
    """Issuing stops, of everything or of the route: for so many minutes, or (0) until somebody resumes it."""
    pausing.pause(ground.env, _level(ground, order), "Ana", "stocktaking")
    if minutes:
        ground.stage.sleep(timedelta(minutes=minutes))
        resume(ground, order)


def resume(ground: Ground, order: int) -> None:
    pausing.resume(ground.env, _level(ground, order))


def _level(ground: Ground, order: int) -> Route | None:
    return None if order % 2 else Route.objects.get(pk=ground.route.pk)


@told
def correct(
    ground: Ground, order: int, field: str = "buyer.personal_id", value: str = CODICE_FISCALE
) -> None:
    """What the country asks of a consumer, if nothing else; taken back and entered again now and then. In the field
    `{line}` stands for the first line."""
    row = order_of(ground, order)
    if row is None:
        return
    if row.snapshot is not None and row.snapshot.facts is not None:
        field = field.format(line=row.snapshot.facts.lines[0].id)
    cure.cure(ground.env, row, {field: value}, "Ana")
    if ground.stage.dice.random() < 0.3:
        cure.take_back(ground.env, row, field, "Ana")
        cure.cure(ground.env, row, {field: value}, "Ana")


def save(ground: Ground, order: int) -> None:
    """The route as it is, unless the form says that it cannot be so."""
    route = Route.objects.select_related("shop", "system", "company").get(pk=ground.route.pk)
    wrong = [why for _, why in routes.not_offered(route.settings, route.system)]
    if routes.rival(route) or routes.not_possible(ground.env, route) or wrong:
        ground.tell(f"is told: {[*map(str, wrong)]}")
        return
    routes.keep(ground.env, route)


@told
def take_over(ground: Ground, order: int) -> None:
    """Somebody looks for documents that another tool, or a person, made of orders, as they are called there."""
    there = [one for one in ground.vendor.remotes() if one.series.startswith(ground.vendor.series)]
    series = there[0].series if there else ground.vendor.series
    numbers = [one.number for one in there if one.series == series][:EARLIER]
    numbers = numbers or [f"{number:04d}" for number in range(1, EARLIER)]
    found = takeover.take_over(ground.env, ground.route.pk, series, numbers, "Ana")
    ground.tell(f"read {found.read} documents, took over {len(found.orders)}")


@told
def credit_part(ground: Ground, order: int) -> None:
    """Half of the first thing that is left."""
    document = document_of(ground, order)
    if document is None or not document.number:
        return
    for line, left in credit.left(ground.env, document).items():
        half = (left.gross / 2).quantize(CENT)
        if half > 0:
            facts = credit.chosen((ClaimedLine(line, left.quantity / 2, half),))
            credit.proposed(ground.env, document, facts)
            token = f"part-{ground.stage.now.timestamp()}"
            ask.ask(ground.env, document, Wish.What.CREDIT, "Ana", "damaged", token, **facts)
            return
