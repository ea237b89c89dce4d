"""A company, its connections and a route in the store, for workers that are processes of their own."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from tests.support.world import demo_company, order

from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.model.order import Order as OrderFacts
from facturier.model.order import Origin
from facturier.ports.offers import Offers
from facturier.store.models import Company, Connection, Order, Organisation, Route, Snapshot

SETTINGS = RouteSettings(series="FCT", write_back=WriteBackSettings(comment=""))


def arrange(url: str, login: dict[str, str], offers: Offers | None, place: int = 0) -> Route:
    """A route to the SmartBill simulator at `url`. login: email, token and cif. Places make names unique."""
    organisation = Organisation.objects.create(name=f"Atelierul {place}")
    facts = msgspec.structs.replace(demo_company(), tax_id=login["cif"])
    company = Company.objects.create(organisation=organisation, issuer=login["cif"], facts=facts)
    shop = Connection.objects.create(
        organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop"
    )
    system = Connection.objects.create(
        organisation=organisation,
        role=Connection.Role.SYSTEM,
        connector="smartbill",
        label="SmartBill",
        settings={"email": login["email"], "company": login["cif"], "base_url": url},
        secrets={"token": login["token"]},
        offers=offers,
    )
    return Route.objects.create(
        organisation=organisation,
        label="Shop to SmartBill",
        shop=shop,
        system=system,
        company=company,
        settings=SETTINGS,
    )


def told(route: Route, number: str, moment: datetime) -> OrderFacts:
    """What the shop of a route says of its order `number`."""
    origin = Origin(f"shop-{route.shop_id}.exemplu.test", number)
    return order(number, origin=origin, placed_at=moment, changed_at=moment)


def backlog(route: Route, numbers: Iterable[int]) -> list[Order]:
    """Orders heard and not decided yet, stored in bulk. They are due at once."""
    now = datetime.now(UTC)
    heard = [told(route, str(number), now) for number in numbers]
    rows = Order.objects.bulk_create(
        [
            Order(
                organisation_id=route.organisation_id,
                shop_id=route.shop_id,
                remote_id=facts.remote_id,
                origin=str(facts.origin),
                number=facts.number,
                placed_at=facts.placed_at,
                changed_at=facts.changed_at,
                heard_at=now,
            )
            for facts in heard
        ],
        batch_size=1000,
    )
    snapshots = Snapshot.objects.bulk_create(
        [
            Snapshot(
                order=row,
                revision=facts.revision(),
                facts=facts,
                raw=msgspec.json.encode(facts),
                changed_at=facts.changed_at,
                heard_at=now,
            )
            for row, facts in zip(rows, heard, strict=True)
        ],
        batch_size=1000,
    )
    for row, snapshot in zip(rows, snapshots, strict=True):
        row.snapshot, row.look_at = snapshot, now
    Order.objects.bulk_update(rows, ["snapshot", "look_at"], batch_size=1000)
    return rows
