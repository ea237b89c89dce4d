"""`fields=items[increment_id,payment[method]],total_count`: only the named fields are told."""

from typing import Any

Tree = dict[str, "Tree"]


def parse(text: str) -> Tree:
    """The named fields, each with the fields named inside it (none: all of it)."""
    root: Tree = {}
    path, here, name = [root], root, ""
    for sign in text:
        if sign not in "[],":
            name += sign
            continue
        if name.strip():
            here.setdefault(name.strip(), {})
        if sign == "[":
            path.append(here[name.strip()] if name.strip() else {})
            here = path[-1]
        elif sign == "]" and len(path) > 1:
            path.pop()
            here = path[-1]
        name = ""
    if name.strip():
        here.setdefault(name.strip(), {})
    return root


def choose(answer: Any, tree: Tree) -> Any:
    if isinstance(answer, list):
        return [choose(each, tree) for each in answer]
    if not isinstance(answer, dict) or not tree:
        return answer
    return {name: choose(answer[name], inner) for name, inner in tree.items() if name in answer}
