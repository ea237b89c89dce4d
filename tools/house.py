"""How the house is kept: `make house`. Sizes of modules and functions, and tests against source.

Only Python lines count, blank ones included; recorded orders, country tables and translations are data.
Generated migrations are left out of the sizes.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent
LONG_MODULE = 300
LONG_FUNCTION = 60


def lines_of(*folders: str) -> dict[Path, int]:
    """Lines of each Python file beneath the folders, paths relative to the repository."""
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in files}


def modules(sizes: Mapping[Path, int]) -> dict[Path, int]:
    """Without migrations, and without files that hold nothing."""
    return {path: size for path, size in sizes.items() if size and "migrations" not in path.parts}


def long_functions(paths: Iterable[Path]) -> Iterator[tuple[int, str]]:
    for path in paths:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONG_FUNCTION:
                    yield size, f"{path}:{node.lineno} {node.name}"


def room(path: Path) -> str:
    """`drafting`; for connectors and their tests `systems/smartbill`."""
    parts = path.parts[2:] if path.parts[0] == "src" else path.parts[1:]
    depth = 2 if parts[0] in ("systems", "shops") and len(parts) > 2 else 1
    return "/".join(parts[:depth]) if len(parts) > 1 else "(top)"


def rooms(sizes: Mapping[Path, int]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for path, size in sizes.items():
        found[room(path)].append(size)
    return found


def tell_sizes(sizes: Mapping[Path, int]) -> None:
    all_sizes = sorted(sizes.values())
    p90 = quantiles(all_sizes, n=10)[-1]
    tell(
        f"modules    {len(all_sizes)}: median {median(all_sizes):.0f}, p90 {p90:.0f}, max {all_sizes[-1]} lines"
    )
    tell_list(
        f"modules over {LONG_MODULE} lines", [(n, str(path)) for path, n in sizes.items() if n > LONG_MODULE]
    )
    tell_list(f"functions over {LONG_FUNCTION} lines", long_functions(sizes))


def tell_rooms(source: Mapping[Path, int], tests: Mapping[Path, int]) -> None:
    """A connector's tests stand beside it; what serves every room has tests of its own."""
    ours, theirs = rooms(source), rooms(tests)
    tell(f"\n{'room':24}{'modules':>8}{'median':>8}{'max':>6}{'lines':>8}{'tests':>8}")
    for name in sorted(ours.keys() | theirs.keys()):
        sizes = ours.get(name, [])
        middle, most = (median(sizes), max(sizes)) if sizes else (0, 0)
        tell(f"{name:24}{len(sizes):8}{middle:8.0f}{most:6}{sum(sizes):8}{sum(theirs.get(name, [])):8}")
    tested, written = sum(tests.values()), sum(source.values())
    simulators = sum(size for path, size in source.items() if "sandbox" in path.parts)
    tell("")
    tell_ratio("tests : source", tested, written)
    tell_ratio("tests : source without simulators", tested, written - simulators)


def tell_ratio(name: str, some: int, others: int) -> None:
    tell(f"{name} = {some} : {others} = {some / others:.2f}")


def tell_list(title: str, rows: Iterable[tuple[int, str]]) -> None:
    found = sorted(rows, reverse=True)
    tell(f"{title}: {len(found) or 'none'}")
    for size, name in found:
        tell(f"  {size:5}  {name}")


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    source = modules(lines_of("src"))
    tell_sizes(source)
    tell_rooms(source, modules(lines_of("tests")))
