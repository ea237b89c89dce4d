"""Every disputed or guessed fact of the vendor's API, as a switch; and the states of the account."""

from typing import Literal

from msgspec import Struct


class Switches(Struct, kw_only=True, forbid_unknown_fields=True):
    """May be changed while the sandbox runs; each call reads them afresh. Sections are those of the fact sheet."""

    hourly_limit: int = 1000
    """Calls in a clock hour; one more is a 403 with Retry-After (5)."""
    monthly_limit: int = 40_000
    """Calls in a calendar month; the same (5)."""
    blocked_by: Literal["minutes", "hour", "month"] = "minutes"
    """Which limit the fault `blocked` pretends to have met (5)."""
    per_page: Literal[5, 50] = 50
    """Rows of a page that nobody asked for: 50 in the docs, 5 in the spec (7)."""
    list_fieldset: Literal["basic", "detailed"] = "basic"
    """What lists tell unasked (7)."""
    more_sorts: bool = False
    """Whether lists can also be sorted by what the vendor's table of such fields, as clients tell it, does not name:
    documents by created_at, clients and products by id (7)."""
    as_in_examples: bool = False
    """Whether companies and VAT types are told as in the spec's examples, which do not keep to its schemas: numbers
    for texts (without the zeros in front), and what is false left out (4, 13)."""
    list_lag: float = 0
    """Seconds until a new document is in lists (22)."""
    numerations: Literal["next", "last"] = "next"
    """Whether issued_documents/info tells the next number or the last one (11)."""
    without_suffix: Literal["found", "not_found"] = "found"
    """Whether a filter finds documents that have no suffix as those of an empty one; not documented."""
    unknown_numeration: Literal["created", "refused"] = "created"
    """What becomes of a suffix that was never used; not documented."""
    duplicate_number: Literal["refused", "allowed"] = "refused"
    """Whether a number that is taken is a 409 (22)."""
    vat_per: Literal["rate", "line"] = "rate"
    """Where VAT is rounded: once for each rate by the spec (10)."""
    rounds_prices: bool = False
    """Whether unit prices are cut to two decimals before they are multiplied (10)."""
    net_leads: bool = False
    """Whether gross prices are turned into net ones of five decimals, and everything is summed from those (10)."""
    payments_needed: bool = True
    """Whether an empty payments_list does not add up either; not documented."""
    stamp_charged: bool = False
    """Whether stamp_duty is added to what is due; not documented."""
    put_lists: Literal["replaced", "merged"] = "replaced"
    """What a PUT does with payments_list: entries that are left out vanish, or stay (22)."""
    put_entity: Literal["replaced", "merged"] = "replaced"
    """What a PUT does with entity: fields that are left out are emptied, or stay (22)."""
    put_reopens: bool = False
    """Whether a discarded e-invoice counts as not sent once its document was changed; not documented (16)."""
    unknown_method: Literal["kept", "refused"] = "kept"
    """A payment method by a name that the account lacks; not documented."""
    plan_code: Literal[403, 422] = 403
    """Status of a create beyond what the plan allows (5)."""
    created_zone: Literal["Europe/Rome", "UTC"] = "Europe/Rome"
    """The zone of created_at, which names none (1)."""
    verify_errors: Literal["object", "list"] = "object"
    """Where a failed XML check lists its errors: spec, or guide (16)."""
    verify_code: Literal[422, 400] = 422
    """Status of a failed XML check (22)."""
    unsent_status: Literal["not_sent", "null"] = "not_sent"
    """What ei_status tells of an e-invoice that was never sent; not documented (16)."""
    sent_again: Literal["refused", "sent"] = "refused"
    """What becomes of an e-invoice that is sent while it is on its way; not documented (16)."""
    status_lag: float = 0
    """Seconds until ei_status tells that an e-invoice was sent; not documented."""
    discard_told: Literal["moment", "day", "nothing"] = "moment"
    """What error_reason tells of when: spec, its example, or null (16)."""
    method_code: bool = True
    """Whether payment methods tell their SdI code; null is allowed (12)."""
    verified: Literal["later", "at_once"] = "later"
    """Whether the sink of a new subscription is tried before its maker has the answer; not documented (18)."""
    hook_delay: float = 2
    """Seconds from an event to its delivery (18)."""
    hooks_doubled: bool = False
    """Each event is delivered twice (18)."""
    hooks_lost: bool = False
    """No event is delivered (18)."""
    hook_key_wrong: bool = False
    """Calls are signed with another key than the published one (21)."""
    hooks_blocked: bool = False
    """The application may not register web hooks (18)."""
    licence_expired: bool = False
    """The licence has run out: 403 without Retry-After."""
    plan_limit: int | None = None
    """Documents that the plan allows; None for without end."""
    stock_function: bool = True
    """Whether the plan has stock."""
    binned_stock: Literal["comes_back", "stays_out"] = "comes_back"
    """What becomes of the stock that a document moved when it goes into the bin; not documented (15)."""
    e_invoice_function: bool = True
    """Whether the plan has e-invoices."""
    consent: Literal["given", "refused"] = "given"
    """What the user says on the consent page."""
    refresh_once: bool = True
    """Whether a refresh token dies when it was used; clients store the new one (2)."""
