"""The figures of `make house`."""

from pathlib import Path

import pytest

from tools import house


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("src/facturier/drafting/fitting/steps.py", "drafting"),
        ("src/facturier/systems/smartbill/sandbox/app.py", "systems/smartbill"),
        ("src/facturier/systems/__init__.py", "systems"),
        ("src/facturier/settings.py", "(top)"),
        ("tests/systems/smartbill/test_payload.py", "systems/smartbill"),
        ("tests/drafting/countries/test_eu.py", "drafting"),
        ("tests/conftest.py", "(top)"),
    ],
)
def test_every_file_has_its_room(path: str, room: str) -> None:
    assert house.room(Path(path)) == room


def test_migrations_and_empty_files_do_not_count() -> None:
    sizes = {Path("src/facturier/store/migrations/0001_first.py"): 900, Path("a.py"): 0, Path("b.py"): 7}
    assert house.modules(sizes) == {Path("b.py"): 7}


def test_no_module_is_over_five_hundred_lines_and_no_function_over_sixty() -> None:
    """The bounds that this house has set itself."""
    sizes = house.modules(house.lines_of("src"))
    assert max(sizes.values()) <= 500
    assert list(house.long_functions(sizes)) == []


def test_long_functions_are_found(tmp_path: Path) -> None:
    module = tmp_path / "long.py"
    module.write_text("def f():\n" + "    x = 1\n" * house.LONG_FUNCTION, encoding="utf-8")
    assert list(house.long_functions([module])) == [(house.LONG_FUNCTION + 1, f"{module}:1 f")]
