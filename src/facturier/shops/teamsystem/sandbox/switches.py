"""What the fact sheet does not know of a live shop, or only guesses: every case of it can be switched on."""

from typing import Any

from msgspec import Struct, field


class Switches(Struct, kw_only=True):
    """May be changed while the sandbox runs.

    newest_first: how lists of orders are sorted; largest_limit: what they give at most, whatever was asked for.
    plain_dates: `unix` or `words`, the form of `orderDate` beside the ISO one.
    prices_include_vat: else prices and shipping are net, and only the total is what is paid.
    discount_in_prices: prices are already reduced by the discount that is told.
    total_includes_shipping: of the cart; the list's total always does.
    shipping_field: what follows `cart.shippin`, where the sheet's copy is cut. extras: fields by path, told with
    every order, for what the sheet does not know (`billing.pec`).
    countries: the shape of their list: `iso` (uid, name, code), `names` (uid and name alone) or `by_uid`.
    profile: a product's tax profile, by its `id` or as an `object` that has one. old_names: under its old name.
    denied_status, missing_status: of the answers to a wrong pair of keys and to an unknown id.
    read_only: the key reads alone. quota: calls in 24 hours.
    updated_path: where the list of updated orders is, empty for nowhere; `from` and `to` are unix seconds.
    status_path: where a PUT of `orderID` and `status` changes an order, empty for nowhere.
    hook_body: `form` or `json`. hook_field: what an order's id is called in it. hooks_doubled, hooks_astray: each
    delivery comes twice, or names an order that is not there. hooks_dropped: whether one can be dropped by a call.
    """

    newest_first: bool = True
    largest_limit: int | None = None
    plain_dates: str = "unix"
    prices_include_vat: bool = True
    discount_in_prices: bool = False
    total_includes_shipping: bool = True
    shipping_field: str = "g"
    extras: dict[str, Any] = field(default_factory=dict)
    countries: str = "iso"
    profile: str = "id"
    old_names: bool = False
    denied_status: int = 401
    missing_status: int = 404
    read_only: bool = False
    quota: int = 100_000
    updated_path: str = ""
    status_path: str = ""
    hook_body: str = "form"
    hook_field: str = "id_order"
    hooks_doubled: bool = False
    hooks_astray: bool = False
    hooks_dropped: bool = True
