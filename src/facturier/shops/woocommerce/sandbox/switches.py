"""What differs between live shops, or is disputed: every case of it can be switched on."""

from datetime import timedelta

from msgspec import Struct


class Switches(Struct, kw_only=True):
    """May be changed while the sandbox runs.

    knows_modified_after: else the bounds are ignored and everything comes back (before version 5.8).
    tells_rate_percent: tax lines have it (older versions have not).
    inclusive_bounds: `after` and its like let their own second through.
    tells_totals: lists have the X-WP headers; a cache in front of the shop may drop them.
    decimals: the shop's display setting, used where no `dp` is asked for.
    per_line: taxes and the total are computed from amounts rounded line by line, else rounded once at the end.
    offset: of the shop's own time zone.
    hides_notes: a plug-in keeps order notes out of every list.
    drops_authorization: the web server does not hand the header on.
    blocks_put: a firewall answers 501 to PUT.
    plain_permalinks: `/wp-json` is not there, only `?rest_route=`.
    read_only: the key has no right to write.
    ssl_behind_proxy: calls count as https whatever they came by.
    language: of the messages, `en` or `ro`.
    hooks_lost, hooks_doubled: what becomes of deliveries. cron_runs: the queue of deliveries is worked on.
    hook_delay: from a change to its delivery.
    waf: every answer is an HTML page with status 200, 403 or 503.
    odd_types: SKUs that are numbers, tax ids that are text, quantities with decimals.
    """

    knows_modified_after: bool = True
    tells_rate_percent: bool = True
    inclusive_bounds: bool = False
    tells_totals: bool = True
    decimals: int = 2
    per_line: bool = True
    offset: timedelta = timedelta(hours=2)
    hides_notes: bool = False
    drops_authorization: bool = False
    blocks_put: bool = False
    plain_permalinks: bool = False
    read_only: bool = False
    ssl_behind_proxy: bool = False
    language: str = "en"
    hooks_lost: bool = False
    hooks_doubled: bool = False
    cron_runs: bool = True
    hook_delay: timedelta = timedelta(seconds=5)
    waf: int = 0
    odd_types: bool = True
