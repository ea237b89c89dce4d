"""How Fatture in Cloud calls us on the stage, and how others do in its place."""

from collections.abc import Iterator, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from tests.proof.systems.staged import Forgery, Hear

from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox
from facturier.systems.fattureincloud.sandbox.hooks import CHALLENGE, PREFIX, SOURCE, Met, Post
from facturier.systems.fattureincloud.sandbox.seed import SHOP

UPDATE = f"{PREFIX}issued_documents.invoices.update"
ELSEWHERE = "https://bridge.example/hooks/"
STRANGER = 9876543
"""A company that nobody of ours is connected to, not even by mistake."""
_LIVES = 3 * 3600
_TOKEN = "198:0a1b"


def heard_by(hear: Hear) -> Post:
    return lambda *call: Met(*hear(*call))


def forgeries(sandbox: FattureInCloudSandbox, address: str) -> Iterator[Forgery]:
    """Who is a customer there has tokens with their signature, of his own company and for his own address; who once
    saw one of ours may send it again, with other words."""
    signs = sandbox.hooks._keys[0]
    stranger = ec.derive_private_key(7, ec.SECP256R1())
    now = sandbox.clock.now().timestamp()
    told = {"jti": _TOKEN, "iss": SOURCE, "sub": f"company:{SHOP}", "aud": [address]}
    fresh = {**told, "iat": int(now), "exp": int(now) + _LIVES}
    yield Forgery({"ce-type": UPDATE, "ce-id": _TOKEN}, _body(sandbox))
    yield _signed(sandbox, fresh, stranger)
    yield _signed(sandbox, {**fresh, "sub": f"company:{STRANGER}"}, signs)
    yield _signed(sandbox, {**fresh, "aud": ELSEWHERE}, signs)
    yield _signed(sandbox, {**fresh, "iss": ELSEWHERE}, signs)
    yield _signed(sandbox, {**fresh, "exp": int(now) - _LIVES}, signs)
    yield _signed(sandbox, {**fresh, "iat": int(now) + _LIVES}, signs)
    yield _signed(sandbox, fresh, signs, **{"ce-id": "198:another"})
    yield _signed(sandbox, fresh, signs, **{CHALLENGE: "<script>"})


def _signed(
    sandbox: FattureInCloudSandbox, told: Mapping[str, Any], key: ec.EllipticCurvePrivateKey, **more: str
) -> Forgery:
    token = jwt.encode(dict(told), key, algorithm="ES256")
    head = {"Authorization": f"Bearer {token}", "ce-type": UPDATE, "ce-id": _TOKEN, **more}
    return Forgery(head, _body(sandbox))


def _body(sandbox: FattureInCloudSandbox) -> bytes:
    ids = ", ".join(map(str, sandbox.company().documents))
    return f'{{"data": {{"ids": [{ids}]}}}}'.encode()


def subscribe_elsewhere(sandbox: FattureInCloudSandbox) -> str:
    """Another tool of the same application is told of invoices."""
    rows = sandbox.company().subscriptions
    rows["SUB0"] = {
        "id": "SUB0",
        "sink": ELSEWHERE,
        "verified": True,
        "types": [UPDATE],
        "config": {"mapping": "binary"},
        "verification_method": "header",
    }
    return f"has {ELSEWHERE} called"
