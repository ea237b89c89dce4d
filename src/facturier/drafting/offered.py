"""Settings that name what an account does not have: a series, a VAT name, a warehouse."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from msgspec import inspect

from facturier.drafting.settings import RouteSettings
from facturier.ports.fields import bare
from facturier.ports.offers import Offers

Stranger = tuple[str, str, tuple[str, ...]]


def strangers(settings: RouteSettings, offers: Offers) -> Iterator[Stranger]:
    """Path, value and what the account offers, wherever a value is not among what the account offers."""
    yield from _strangers(settings, inspect.type_info(RouteSettings), names_of(offers), "")


def names_of(offers: Offers) -> dict[str, tuple[str, ...]]:
    """What can be chosen, by the name of the list that a setting's `choices` gives."""
    return {
        "series": tuple(one.name for one in offers.series),
        "vat": tuple(one.name for one in offers.vat),
        "units": offers.units,
        "warehouses": offers.warehouses,
        "payment_types": offers.payment_types,
        "accounts": offers.accounts,
        "templates": offers.templates,
    }


def _strangers(value: Any, kind: Any, names: dict[str, tuple[str, ...]], path: str) -> Iterator[Stranger]:
    for field in getattr(kind, "fields", ()):
        inner, each = bare(field.type), getattr(value, field.name)
        here = f"{path}.{field.name}".lstrip(".")
        list_name = (getattr(field.type, "extra", None) or {}).get("choices", "")
        if isinstance(inner, inspect.StructType) and each is not None:
            yield from _strangers(each, inner, names, here)
        elif isinstance(inner, inspect.VarTupleType):
            for place, row in enumerate(each):
                yield from _strangers(row, bare(inner.item_type), names, f"{here}.{place}")
        elif each and names.get(list_name) and each not in names[list_name]:
            yield here, str(each.value if isinstance(each, Enum) else each), names[list_name]
