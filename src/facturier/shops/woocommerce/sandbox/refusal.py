"""WooCommerce's error answers (fact sheet, section 6): a code, words in the shop's language, and a status."""

from typing import Any

Json = dict[str, Any]

_ROMANIAN = {
    "woocommerce_rest_authentication_error": "Semnătura sau cheia nu este validă.",
    "woocommerce_rest_cannot_view": "Regret, nu poți lista resursele.",
    "woocommerce_rest_cannot_create": "Regret, nu ai voie să creezi resurse.",
    "woocommerce_rest_cannot_edit": "Regret, nu ai voie să editezi această resursă.",
    "woocommerce_rest_shop_order_invalid_id": "ID invalid.",
    "rest_no_route": "Nu a fost găsită nicio rută care să corespundă URL-ului și metodei.",
    "rest_invalid_param": "Parametru (parametri) nevalid(e).",
}


class Refusal(Exception):
    """An error answer. params: what is wrong with which parameter."""

    def __init__(self, status: int, code: str, message: str, params: Json | None = None, **data: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self._message = message
        self._data: Json = {"status": status, **data}
        if params:
            self._data |= {"params": params, "details": {name: {"code": code} for name in params}}

    def body(self, language: str) -> Json:
        message = _ROMANIAN.get(self.code, self._message) if language == "ro" else self._message
        return {"code": self.code, "message": message, "data": self._data}


def no_route() -> Refusal:
    return Refusal(404, "rest_no_route", "No route was found matching the URL and request method.")


def no_order(status: int = 404) -> Refusal:
    """404 where it is read, 400 where it is changed."""
    return Refusal(status, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")


def wrong_keys(message: str) -> Refusal:
    return Refusal(401, "woocommerce_rest_authentication_error", message)


def no_right(deed: str) -> Refusal:
    """deed: view, create, edit, delete."""
    return Refusal(401, f"woocommerce_rest_cannot_{deed}", f"Sorry, you cannot {deed} resources.")


def wrong(name: str, why: str) -> Refusal:
    return Refusal(400, "rest_invalid_param", f"Invalid parameter(s): {name}", {name: why})


def missing(name: str) -> Refusal:
    words = f"Missing parameter(s): {name}"
    return Refusal(400, "rest_missing_callback_param", words, {name: f"{name} is required."})
