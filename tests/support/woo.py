"""A WooCommerce shop beside the small world, whose web hooks knock at the pages."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from tests.support.world import World

from facturier.flows.connections import put
from facturier.ports.registry import SHOPS, connector
from facturier.sandbox.transport import InProcess
from facturier.shops.woocommerce.sandbox import WooSandbox, create
from facturier.store.models import Connection


def beside(world: World, **switches: Any) -> tuple[WooSandbox, Connection]:
    """The simulator and a connection to it; the world's calls find their way to either."""
    sandbox = create(clock=world.clock, **switches)
    found = connector(SHOPS, "woocommerce")
    row = Connection(
        organisation=world.organisation, role=Connection.Role.SHOP, connector=found.name, label="Woo"
    )
    put(row, found, dict(sandbox.settings("http://woo.test")))
    row.look_at = world.clock.now()
    row.save()
    world.env = replace(
        world.env,
        transport=lambda one: lambda: InProcess(sandbox if one.connector == found.name else world.sandbox),
    )
    return sandbox, row


def calling(sandbox: WooSandbox, client: Client) -> None:
    """The shop's hooks arrive at the pages behind `client`."""

    def post(address: str, headers: dict[str, str], sent: bytes) -> int:
        kind = headers["Content-Type"]
        others = {name: value for name, value in headers.items() if name != "Content-Type"}
        return client.post(urlsplit(address).path, sent, content_type=kind, headers=others).status_code

    sandbox.hooks.post = post
