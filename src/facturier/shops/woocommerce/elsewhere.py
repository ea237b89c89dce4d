"""Documents that other invoicing plug-ins recorded on an order, found by their meta keys."""

from collections.abc import Iterable

from facturier.model.order import Elsewhere
from facturier.shops.woocommerce.table import Meta, ToolRule

_SAID = 300


def documents_in(meta: Meta, tools: Iterable[ToolRule]) -> tuple[Elsewhere, ...]:
    """One for each tool that left a number or a link, be it only a log of what it did: it is looked at by a person
    before anything is issued beside it."""
    return tuple(_document(meta, rule) for rule in tools if meta.has((*rule.numbers, *rule.links)))


def _document(meta: Meta, rule: ToolRule) -> Elsewhere:
    keys = (*rule.numbers, *rule.series, *rule.links)
    said = "; ".join(f"{key}: {meta.value(key)}" for key in keys if meta.value(key))
    return Elsewhere(
        tool=rule.tool,
        series=meta.words(rule.series),
        number=meta.words(rule.numbers),
        link=meta.words(rule.links),
        said=said[:_SAID],
    )
