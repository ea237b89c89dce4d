"""Forms drawn from settings: what is typed becomes their tree, what does not fit is said at its field."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facturier.drafting.settings import PaymentMap, RouteSettings, Selection
from facturier.drafting.vat_rules import VatRule
from facturier.model.kinds import LineKind, VatCategory
from facturier.ports.fields import fields_of
from facturier.web.form.bound import Bound, bound
from facturier.web.form.checked import read
from facturier.web.form.typed import ROWS, add_row, tree_of

FIELDS = fields_of(RouteSettings)


def sent(shown: list[Bound]) -> dict[str, str]:
    """What a browser sends of a form that nobody touched."""
    posted: dict[str, str] = {}
    for one in shown:
        if one.kind == "group":
            posted |= sent(list(one.fields))
        elif one.kind == "rows":
            posted[f"{one.name}.{ROWS}"] = str(len(one.rows))
            for row in one.rows:
                posted |= sent(list(row.fields))
        elif one.kind == "yes_no":
            posted |= {one.name: "on"} if one.checked else {}
        elif one.kind == "choice":
            posted[one.name] = next((each.value for each in one.options if each.chosen), one.options[0].value)
        else:
            posted[one.name] = one.value.replace("\n", "\r\n")
    return posted


def through(wanted: RouteSettings) -> RouteSettings:
    """Shown in a form, sent back, and read."""
    shown = bound(FIELDS, msgspec.to_builtins(wanted), {}, {})
    found: RouteSettings
    found, errors = read(RouteSettings, FIELDS, tree_of(FIELDS, sent(list(shown))))
    assert errors == {}
    return found


WORDS = st.text("abcăîș ,.%()\n", max_size=80).map(str.strip)
RULES = st.builds(
    VatRule,
    percent=st.none() | st.sampled_from([Decimal(0), Decimal("9.5"), Decimal(21)]),
    kind=st.none() | st.sampled_from(LineKind),
    category=st.sampled_from(VatCategory),
    country=st.sampled_from(["", "RO", "EU"]),
    reason=WORDS,
)
PAYMENTS = st.builds(
    PaymentMap,
    method=st.text("abc_", min_size=1, max_size=8),
    title=WORDS,
    record=st.booleans(),
    due_days=st.none() | st.integers(0, 90),
)
SETTINGS = st.builds(
    RouteSettings,
    include_shipping=st.booleans(),
    due_days=st.none() | st.integers(0, 90),
    mentions=WORDS,
    largest_gap=st.decimals(0, 1, places=2),
    payments=st.lists(PAYMENTS, max_size=3).map(tuple),
    selection=st.builds(
        Selection,
        only_paid=st.booleans(),
        statuses=st.lists(st.text("abc_", min_size=1, max_size=8), max_size=3).map(tuple),
        from_date=st.none() | st.dates(),
    ),
)


@settings(max_examples=60, deadline=None)
@given(SETTINGS)
def test_a_form_that_nobody_touched_changes_nothing(wanted: RouteSettings) -> None:
    assert through(wanted) == wanted


@settings(max_examples=40, deadline=None)
@given(st.lists(RULES, max_size=3).map(tuple))
def test_nor_does_a_table(rules: tuple[VatRule, ...]) -> None:
    meant = tuple(rule for rule in rules if rule != VatRule())
    assert through(RouteSettings(vat_rules=rules)).vat_rules == meant


@pytest.mark.parametrize(
    ("posted", "name"),
    [
        ({"due_days": "soon"}, "due_days"),
        ({"due_days": "1.5"}, "due_days"),
        ({"largest_gap": "inf"}, "largest_gap"),
        ({"kind": "bill"}, "kind"),
        ({"selection.from_date": "2026-02-30"}, "selection.from_date"),
        ({"payments.rows": "2", "payments.1.title": "Card"}, "payments.0.method"),
        ({"payments.rows": "1", "payments.0.method": "a", "payments.0.due_days": "x"}, "payments.0.due_days"),
        (
            {"rules.rows": "1", "rules.0.name": "a", "rules.0.vat.rows": "1", "rules.0.vat.0.percent": "x"},
            "rules.0.vat.0.percent",
        ),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(posted: dict[str, str], name: str) -> None:
    found, errors = read(RouteSettings, FIELDS, tree_of(FIELDS, posted))
    assert found is None
    assert list(errors) == [name]


def test_a_decimal_comma_is_understood() -> None:
    found, _ = read(RouteSettings, FIELDS, tree_of(FIELDS, {"largest_gap": "0,10"}))
    assert found.largest_gap == Decimal("0.10")


@pytest.mark.parametrize("count", ["-1", "many", "", "²"])
def test_a_made_up_number_of_rows_is_none(count: str) -> None:
    assert tree_of(FIELDS, {"payments.rows": count})["payments"] == []


def test_nobody_asks_for_rows_without_end() -> None:
    posted = {"payments.rows": "9" * 12, "payments.0.method": "a"}
    assert [row["method"] for row in tree_of(FIELDS, posted)["payments"]] == ["a"]


@pytest.mark.parametrize("path", ["", "nothing", "series", "rules.9.vat", "rules.x", "kind.0"])
def test_a_row_is_added_only_to_a_table(path: str) -> None:
    tree = tree_of(FIELDS, {})
    before = msgspec.json.encode(tree)
    add_row(FIELDS, tree, path)
    assert msgspec.json.encode(tree) == before


def test_a_secret_is_never_drawn() -> None:
    from facturier.ports.registry import SYSTEMS, connector

    fields = fields_of(connector(SYSTEMS, "smartbill").settings)
    shown = bound(fields, {"token": "hush", "email": "a@b.test"}, {}, {}, kept=frozenset({"token"}))
    token = next(one for one in shown if one.name == "token")
    assert (token.kind, token.value, token.kept) == ("secret", "", True)
    assert "hush" not in repr(shown)
