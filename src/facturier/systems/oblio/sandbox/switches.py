"""Every disputed or guessed fact of the vendor's API, as a switch. Defaults are what the sheet thinks likeliest."""

from typing import Literal

from msgspec import Struct


class Switches(Struct, kw_only=True, forbid_unknown_fields=True):
    """May be changed while the sandbox runs; each call reads them afresh."""

    older_limit: bool = False
    """More than three calls in a second block the account for ten minutes, as an older copy of the documents says."""
    limit_body: Literal["json", "html", "empty"] = "json"
    """What the 429 for too many calls holds; seen by clients, not documented."""
    one_token: bool = False
    """Whether a new token ends the ones before it."""
    refusal_code: Literal[400, 200] = 400
    """HTTP code of a refusal: some clients guard against a 200 with another status inside."""
    key_reuse: Literal["same", "refused"] = "same"
    """What a used idempotencyKey gives: the document that it made, or a refusal."""
    delete_frees_key: bool = True
    """Whether a key that is passed with DELETE may be used again."""
    number_width: int = 4
    """Zero padding of document numbers."""
    numbers_as_text: bool = True
    """Whether the list tells amounts and flags as text, as documented, or as JSON numbers."""
    list_lag: float = 0
    """Seconds until the list shows what was made."""
    draft_number: Literal["text", "null"] = "text"
    """How the list tells that an unfinished invoice has no number."""
    drafts_always: bool = False
    """Whether the list holds unfinished invoices whatever is asked for."""
    empty_mentions: Literal["text", "null"] = "text"
    """How the list tells that a document has no mentions."""
    total_shown: bool = False
    """Whether GET of one document tells its total, as one client expects."""
    vat_rounding: Literal["line", "unit", "document"] = "line"
    """Where VAT is rounded: in each line, in each unit price, or once per rate."""
    rounds_price: bool = False
    """Whether a unit price is cut to the document's precision before it is used."""
    derived_mentions: Literal["sent", "copied"] = "sent"
    """Which mentions a document made out of another bears: those that were sent, or the other one's."""
    second_derived: Literal["made", "refused"] = "made"
    """What comes of a second invoice from one proforma, or a second storno of one invoice."""
    part_storno_uncollects: bool = True
    """Whether a storno of a part also removes what was collected, as one of the whole does."""
    repeated_change: Literal["done", "refused"] = "done"
    """The answer to cancelling what is cancelled, or restoring what is not."""
    cancelled_deletable: bool = True
    """Whether a cancelled document can be deleted."""
    moves_back: bool = True
    """Whether cancel and delete put stock back, and restore takes it again."""
    shortage_refused: bool = True
    """Whether a line with more than there is in stock refuses the document; a setting of the account, it seems."""
    unknown_vat: Literal["refused", "made"] = "refused"
    """What comes of a VAT name that the company does not have."""
    unsent_status: Literal["told", "left_out", "empty"] = "told"
    """What the list tells of the e-invoice of one that never went to SPV: code -1, nothing, or an empty list."""
    hooks_listed: Literal["all", "by_topic"] = "all"
    """Whether webhooks are told to who names no topic, or that is refused; the documents name one in the call."""
    hook_verb: Literal["POST", "GET", "HEAD"] = "POST"
    """The verb with which a new webhook is tried."""
    hook_echo_needed: bool = True
    """Whether a webhook whose endpoint does not echo is refused."""
    hook_payload: Literal["data", "all", "nothing"] = "all"
    """Whether a delivery names its topic and company beside the data; `nothing`: not even its document, for what the
    data hold is known of one topic alone."""
