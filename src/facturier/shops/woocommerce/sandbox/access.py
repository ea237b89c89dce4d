"""Who is calling: keys by HTTP Basic or in the address over https, one-legged OAuth 1.0a over anything (sheet, 1)."""

import hashlib
import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from urllib.parse import quote

from flask import Request
from msgspec import Struct

from facturier.shops.woocommerce.sandbox.refusal import no_right, wrong_keys
from facturier.shops.woocommerce.sandbox.shop import Shop

_WINDOW = timedelta(minutes=15)
_DIGESTS = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}
_NEEDED = (
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
)


class Keys(Struct, frozen=True):
    consumer_key: str
    consumer_secret: str


class Access:
    """Grants or refuses; remembers each nonce of the last quarter of an hour."""

    def __init__(self, keys: Keys, shop: Shop) -> None:
        self._keys = keys
        self._shop = shop
        self._seen: dict[str, datetime] = {}

    def require(self, request: Request, deed: str) -> None:
        """Raises Refusal unless the caller may `view`, `create`, `edit` or `delete`."""
        if not self._known(request):
            raise no_right(deed)
        if deed != "view" and self._shop.switches.read_only:
            raise no_right(deed)

    def _known(self, request: Request) -> bool:
        """False for a guest. Raises Refusal for wrong credentials."""
        if request.is_secure or self._shop.switches.ssl_behind_proxy:
            given = request.authorization
            if given is not None and given.type == "basic" and not self._shop.switches.drops_authorization:
                return self._right(given.username or "", given.password or "")
            if "consumer_key" in request.args:
                return self._right(request.args["consumer_key"], request.args.get("consumer_secret", ""))
        if "oauth_consumer_key" in request.args:
            self._check_signature(request)
            return True
        return False

    def _right(self, key: str, secret: str) -> bool:
        if key != self._keys.consumer_key:
            raise wrong_keys("Consumer key is invalid.")
        if not hmac.compare_digest(secret.encode(), self._keys.consumer_secret.encode()):
            raise wrong_keys("Consumer secret is invalid.")
        return True

    def _check_signature(self, request: Request) -> None:
        """Over each parameter once: clients that send the query twice have signed it once."""
        given = dict.fromkeys(request.args.items(multi=True))
        named = dict(given.keys())
        for name in _NEEDED:
            if not named.get(name):
                raise wrong_keys(f"{name} parameter is missing.")
        if named["oauth_consumer_key"] != self._keys.consumer_key:
            raise wrong_keys("Consumer key is invalid.")
        digest = _DIGESTS.get(named["oauth_signature_method"])
        if digest is None:
            raise wrong_keys("Invalid signature - signature method is invalid.")
        pairs = sorted((_raw(name), _raw(value)) for name, value in given if name != "oauth_signature")
        parameters = "&".join(f"{name}={value}" for name, value in pairs)
        base = "&".join((request.environ["shop.method"], _raw(_address(request)), _raw(parameters)))
        key = f"{_raw(self._keys.consumer_secret)}&"
        signed = b64encode(hmac.new(key.encode(), base.encode(), digest).digest()).decode()
        if not hmac.compare_digest(signed, named["oauth_signature"]):
            raise wrong_keys("Invalid signature - provided signature does not match.")
        self._check_nonce(named["oauth_nonce"], named["oauth_timestamp"])

    def _check_nonce(self, nonce: str, timestamp: str) -> None:
        now = self._shop.clock.now()
        if not timestamp.isdecimal() or abs(now.timestamp() - int(timestamp)) > _WINDOW.total_seconds():
            raise wrong_keys("Invalid timestamp.")
        self._seen = {one: at for one, at in self._seen.items() if now - at <= _WINDOW}
        if nonce in self._seen:
            raise wrong_keys("Invalid nonce - nonce has already been used.")
        self._seen[nonce] = now


def _address(request: Request) -> str:
    """The address without its query, encoded as it was sent where the server tells that."""
    sent = request.environ.get("REQUEST_URI")
    return request.host_url.rstrip("/") + sent.partition("?")[0] if sent else request.base_url


def _raw(text: str) -> str:
    """PHP's rawurlencode."""
    return quote(text, safe="~-._")
