"""Who is calling: an integration by OAuth or Bearer, an administrator by token, or a guest."""

from datetime import datetime, timedelta

from flask import Request
from msgspec import Struct

from facturier.sandbox.clock import SandboxClock
from facturier.shops.magento.sandbox.oauth import Integration, Signatures
from facturier.shops.magento.sandbox.refusal import Refusal, not_authorized
from facturier.shops.magento.sandbox.switches import Switches

_TOKEN_LASTS = timedelta(hours=4)
_LOCK_LASTS = timedelta(seconds=1800)
_FAILURES = 6
_WRONG = (
    "The account sign-in was incorrect or your account is disabled temporarily. "
    "Please wait and try again later."
)


class Administrator(Struct, frozen=True):
    """`otp` is what the person's second-factor app shows."""

    username: str
    password: str
    otp: str


class Access:
    """Grants or refuses; keeps the tokens that administrators were given and their failed log-ins."""

    def __init__(
        self, integration: Integration, administrator: Administrator, switches: Switches, clock: SandboxClock
    ) -> None:
        self.integration = integration
        self.administrator = administrator
        self._switches = switches
        self._clock = clock
        self._signatures = Signatures(integration)
        self._tokens: dict[str, datetime] = {}
        self._failures = 0
        self._locked_until: datetime | None = None

    def require(self, request: Request, resource: str) -> None:
        """Raises Refusal unless the caller may use `resource`."""
        if not self._known(request) or resource in self._switches.missing_rights:
            raise not_authorized(resource)

    def log_in(self, username: str, password: str, token: str) -> str:
        """Give `token` to the administrator for four hours. Six failures lock it for half an hour."""
        now = self._clock.now()
        right = (username, password) == (self.administrator.username, self.administrator.password)
        if self._locked_until is not None and now < self._locked_until:
            raise Refusal(401, _WRONG)
        if not right:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._locked_until = now + self._clock.lasting(_LOCK_LASTS)
                self._failures = 0
            raise Refusal(401, _WRONG)
        self._failures = 0
        self._tokens[token] = now + self._clock.lasting(_TOKEN_LASTS)
        return token

    def _known(self, request: Request) -> bool:
        header = request.headers.get("Authorization", "")
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "oauth":
            query = [(name, value) for name, values in request.args.lists() for value in values]
            self._signatures.check(header, request.method, _url(request), query, self._clock.now())
            return True
        return scheme.lower() == "bearer" and self._bears(value.strip())

    def _bears(self, token: str) -> bool:
        if token in self._tokens:
            return self._clock.now() < self._tokens[token]
        return self._switches.bearer_allowed and token == self.integration.access_token


def _url(request: Request) -> str:
    """The address without its query, encoded as it was sent where the server tells that."""
    sent = request.environ.get("REQUEST_URI")
    return request.host_url.rstrip("/") + sent.partition("?")[0] if sent else request.base_url
