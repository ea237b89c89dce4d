"""Who calls our web hook's address: a token that Fatture in Cloud signs with a key it has published (section 18)."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from facturier.ports.hooks import Forged

PUBLISHED = (
    "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFL1JvSElqZ1k3aGZYZlk1cC9KeStL"
    "L0ZndU1aNAozVHZaOXQ0ZU43K2t4UTBNSnpLdG93djRDY1lURnFyQm03aE1CNVpXS25xTHoyNEQ2bFFqU0wwWXN3PT0KLS0tLS1FTkQgUFVCTElD"
    "IEtFWS0tLS0tCg=="
)
ALGORITHM = "ES256"
_CLOCKS_DIFFER = timedelta(minutes=5)


def claims(
    header: str, key: str, sink: str, company: str, issuers: frozenset[str], now: datetime
) -> Mapping[str, Any]:
    """What the token in an `Authorization` header says, once it is proved to be theirs, of today, and meant for this
    address and company. header: `Bearer` and the token. key: base64 of a PEM. Raises Forged."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Forged("the call bears no token")
    try:
        told: dict[str, Any] = jwt.decode(
            token.strip(),
            _key(key),
            algorithms=[ALGORITHM],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Forged(f"the token is not theirs: {error}") from error
    sinks = told["aud"] if isinstance(told.get("aud"), list) else [told.get("aud")]
    if sink not in sinks:
        raise Forged("the token is meant for another address")
    if told.get("sub", f"company:{company}") != f"company:{company}":
        raise Forged("the token is about another company")
    if told.get("iss") not in issuers:
        raise Forged("somebody else issued the token")
    moment, ends = now.timestamp(), told.get("exp")
    if not isinstance(ends, int | float) or ends < (now - _CLOCKS_DIFFER).timestamp():
        raise Forged("the token has ended")
    begins = told.get("iat", moment)
    if not isinstance(begins, int | float) or begins > (now + _CLOCKS_DIFFER).timestamp():
        raise Forged("the token is of another time")
    return told


def _key(key: str) -> EllipticCurvePublicKey:
    """Raises ValueError and TypeError for what is no such key."""
    found = load_pem_public_key(b64decode("".join(key.split()), validate=True))
    if not isinstance(found, EllipticCurvePublicKey):
        raise TypeError("the key is none of an elliptic curve")
    return found
