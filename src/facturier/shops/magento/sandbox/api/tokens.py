"""Administrators' tokens."""

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.door import Door, body
from facturier.shops.magento.sandbox.refusal import Refusal, required


def routes(door: Door) -> None:
    @door.route("/V1/integration/admin/token", method="POST")
    def token() -> str:
        sent = _credentials(body())
        if door.shop.switches.two_factor:
            raise Refusal(400, "Please use the 2fa provider-specific endpoints to obtain a token.")
        return _log_in(sent)

    @door.route("/V1/tfa/provider/google/authenticate", method="POST")
    def two_factor() -> str:
        sent = _credentials(body())
        if str(sent.get("otp", "")) != door.access.administrator.otp:
            raise Refusal(401, "Invalid code.")
        return _log_in(sent)

    def _log_in(sent: Json) -> str:
        token = f"{door.shop.random.getrandbits(160):040x}"
        return door.access.log_in(str(sent["username"]), str(sent["password"]), token)


def _credentials(sent: Json) -> Json:
    for field in ("username", "password"):
        if field not in sent:
            raise required(field)
    return sent
