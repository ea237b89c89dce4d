"""Every disputed or guessed fact of the vendor's API, as a switch. Defaults follow the newest spec."""

from typing import Literal

from msgspec import Struct


class Switches(Struct, kw_only=True, forbid_unknown_fields=True):
    """May be changed while the sandbox runs; each call reads them afresh."""

    limit_code: Literal[403, 429] = 429
    """Status of the answer to too many calls: 429 in the spec, 403 in the older documentation."""
    limit_body: Literal["error_text", "empty"] = "error_text"
    """What that answer holds; not documented."""
    block_prolonged: bool = False
    """Whether a call during the ten-minute block starts it anew."""
    refusal_code: Literal[200, 400] = 400
    """Status of a business refusal: both are said to occur, errorText alone decides."""
    delete_code: Literal[400, 403] = 403
    """Status for deleting a document that is not the last: 403 in the spec, 400 in the documentation."""
    server_error_body: Literal["html", "json"] = "html"
    """What a 500 holds."""
    unknown_field: Literal["400", "500", "ignored"] = "400"
    """An unknown field: a 400 of shape B, a 500 page, or nothing at all."""
    null_tolerated: bool = True
    """Whether an explicit null on an optional field means the same as leaving it out."""
    text_numbers: bool = False
    """Whether a number or flag written as text ("21", "true") is read as one."""
    cif_exact: bool = True
    """Whether the company code must equal the stored form, RO prefix and case included."""
    legacy_create: Literal[200, 404, 405] = 200
    """Whether POST /invoice and POST /estimate without /v2 still answer."""
    query_in_body: bool = False
    """Whether PUT and DELETE also take their parameters from a JSON body."""
    next_number: Literal["int", "str"] = "int"
    """Type of nextNumber in GET /series: a number in the spec, text in the documentation."""
    number_width: int = 4
    """Zero padding of document numbers; the API does not tell it."""
    deleted_number_free: bool = True
    """Whether the number of a deleted last document is given again."""
    vat_rounding: Literal["line", "unit", "document"] = "line"
    """Where VAT is rounded: in each line, in each unit price, or once per rate."""
    rounds_price: bool = False
    """Whether a unit price is cut to the document's precision before it is used."""
    zero_rate_name: str = "Taxare inversa"
    """Name given to a nameless 0 %: this in the spec, `TVA Inclus` in the documentation."""
    nonpayer_tax: Literal["refused", "ignored"] = "refused"
    """What happens to tax fields of a company that does not pay VAT."""
    country_required: bool = True
    """Whether a client without a country is refused."""
    client_saved: bool = False
    """What an absent client.saveToDb means: false in the spec, true in the documentation."""
    observations_printed: bool = True
    """Whether observations are on the PDF: yes in the spec, internal only in the documentation."""
    second_invoice_refused: bool = False
    """Whether a second invoice from the same proforma is refused."""
    copies_intra_cif: bool = False
    """Whether an invoice made from a proforma also takes over that it is issued under the intra-community CIF."""
    drafts_listed: bool = True
    """Whether GET /estimate/invoices lists drafts, with an empty number."""
    storno_keeps_mentions: bool = False
    """Whether a storno carries the mentions of the invoice that it reverses."""
    storno_settles: bool = True
    """Whether a reversed invoice and its storno show nothing unpaid."""
    restore_takes_stock: bool = True
    """Whether restoring a cancelled invoice discharges its stock again."""
    renames_without_stock: bool = False
    """Whether lines that do not discharge stock rename the stored product as well."""
    zero_stock_listed: bool = True
    """Whether GET /stocks lists products with nothing left."""
    mail_code_text: bool = False
    """Whether status.code of POST /document/send is text."""
    plan_limit: int | None = None
    """Documents that the plan allows; None for without limit."""
    licence_expired: bool = False
    """The plan has run out: nothing can be issued."""
