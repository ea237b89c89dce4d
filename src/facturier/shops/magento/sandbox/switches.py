"""What differs between live shops, or is disputed: every case of it can be switched on."""

from msgspec import Struct, field


class Switches(Struct, kw_only=True):
    """May be changed while the sandbox runs.

    bearer_allowed: an integration's access token may stand alone (off by default since 2.4.4).
    clamps_last_page: a page past the end is the last page again (older versions), else it is empty.
    input_limiting: page size at most 300, and 20 where none is asked for.
    comment_changes_status: a comment with another status changes the order's (older versions), else 400.
    id_as_string: new invoices and shipments are answered as "3" (live shops), else as 3 (the Swagger).
    renumbers: POST /V1/orders without increment_id gives the order a new number (live shops).
    tax_details: the tax attributes added in 2.4.7 are told.
    address_touches: changing an address moves the order's updated_at.
    two_factor: the plain admin log-in is refused.
    inventory: the multi-source inventory modules are installed.
    consumer_runs: the queue of asynchronous calls is worked on; else they stay open for ever.
    waf: every answer is an HTML page with status 503.
    wrong_method_status: for a known path with another verb.
    missing_rights: resources that the integration was not given.
    headers: sent with every answer, such as a shop's own version or cache headers.
    """

    bearer_allowed: bool = False
    clamps_last_page: bool = False
    input_limiting: bool = False
    comment_changes_status: bool = False
    id_as_string: bool = True
    renumbers: bool = True
    tax_details: bool = True
    address_touches: bool = False
    two_factor: bool = True
    inventory: bool = True
    consumer_runs: bool = True
    waf: bool = False
    wrong_method_status: int = 404
    missing_rights: frozenset[str] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)
