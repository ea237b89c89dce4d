"""The settings of a route in the order in which a person thinks of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from facturier.model.message import Message, say
from facturier.web.form.bound import Bound

_SECTIONS: Sequence[tuple[Message, str]] = (
    (say("Which orders"), "selection"),
    (
        say("The document"),
        "kind series unasked order_series issue_date tax_point due_days language mentions observations prepare_only "
        "transmit",
    ),
    (
        say("Lines and prices"),
        "quantity separate_discounts unit_source unit identity keep_system_names include_shipping shipping_name "
        "shipping_code save_client save_products allow_rounding_line largest_gap",
    ),
    (say("VAT"), "shipping_vat vat_rules no_vat_reason vat_on_collection"),
    (say("Payment, refunds and vouchers"), "payments refunds stored_value zero_total"),
    (say("Stock"), "use_stock warehouse"),
    (say("Currency"), "price_currency document_currency rate_source rate_day"),
    (say("Rules for some orders"), "rules"),
    (say("Record on the order in the shop"), "write_back"),
)
_OPEN = 2
"""How many sections are open from the start; the others are opened by who needs them."""


@dataclass(frozen=True)
class Section:
    title: Message
    fields: Sequence[Bound]
    open: bool

    @property
    def alone(self) -> bool:
        """It is one group or table, whose own title would only repeat the section's."""
        return len(self.fields) == 1


def sections(fields: Sequence[Bound], asked: str = "") -> Sequence[Section]:
    """Every field once; one that no section names stands in the last, so that none is ever lost. `asked`: the field
    whose section a person is working in."""
    by_name = {one.name: one for one in fields}
    named = [
        (title, [by_name.pop(name) for name in names.split() if name in by_name])
        for title, names in _SECTIONS
    ]
    if by_name:
        named.append((say("Further settings"), list(by_name.values())))
    return [
        Section(title, found, place < _OPEN or any(one.wrong or _asked(one, asked) for one in found))
        for place, (title, found) in enumerate(named)
    ]


def _asked(one: Bound, asked: str) -> bool:
    return bool(asked) and (one.name == asked or asked.startswith(f"{one.name}."))
