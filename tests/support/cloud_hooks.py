"""Web hooks of Fatture in Cloud that knock at the pages of the small world in Italy."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.test import Client

from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox
from facturier.systems.fattureincloud.sandbox.hooks import Met


def calling(sandbox: FattureInCloudSandbox, client: Client) -> None:
    """What the simulator sends arrives at the pages behind `client`."""

    def post(verb: str, address: str, headers: Mapping[str, str], body: bytes) -> Met:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        others = {name: value for name, value in headers.items() if name != "Content-Type"}
        answer = client.generic(verb, path, body, "application/json", secure=True, headers=others)
        return Met(answer.status_code, answer.content)

    sandbox.hooks.post = post
