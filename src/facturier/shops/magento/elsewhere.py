"""Documents that other tools recorded on an order, found in its comments.

Magento's own invoices and its own comments are not such documents, nor are comments that carry our
reference. A comment that merely names a tool (a failure it reports, say) counts only with a document
number or a link in it, unless the user wrote a pattern of their own.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from facturier.model.order import OURS, Elsewhere
from facturier.model.reference import marks_in
from facturier.shops.magento.mapping import ToolRule
from facturier.shops.magento.wire import Comment, text

_DOCUMENT = re.compile(
    r"\b(?:factur\w*|bon(?:ul)?|proform\w*|invoice|receipt|fattura|ricevuta|faktur\w*|paragon)"
    r"(?:\W+\w+){0,4}?\W+"
    r"(?:(?!(?:nr|no|n|num[aă]r(?:ul)?|number|numer|order|comanda)\b)(?P<series>[A-Z]{1,12})"
    r"[\W_]*(?:nr\b\W*)?)?(?P<number>\d[\d/-]*)",
    re.IGNORECASE,
)
_CANCELLED = ":cancelled"
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_SAID = 300


def documents_in(comments: Iterable[Comment], tools: Iterable[ToolRule]) -> tuple[Elsewhere, ...]:
    """One entry per comment of another tool, in the order of the comments."""
    rules = tuple(tools)
    found = []
    for comment in comments:
        words = unescape(text(comment.comment))
        if words and not marks_in(words):
            found.extend(_by_first(words, rules))
    return tuple(found)


def documents_on_replaced(comments: Sequence[Comment], tools: Iterable[ToolRule]) -> tuple[Elsewhere, ...]:
    """Of an order that an edited order replaces: also our own documents, unless they were cancelled."""
    marked = {mark: text(one.comment) for one in comments for mark in sorted(marks_in(text(one.comment)))}
    ours = tuple(
        Elsewhere(tool=OURS, number=mark, said=words[:_SAID])
        for mark, words in marked.items()
        if ":" not in mark and mark + _CANCELLED not in marked
    )
    return documents_in(comments, tools) + ours


def _by_first(words: str, rules: tuple[ToolRule, ...]) -> list[Elsewhere]:
    for rule in rules:
        if match := rule.pattern.search(words):
            document = _document(words, rule, match.groupdict())
            return [document] if rule.exact or document.number or document.link else []
    return []


def _document(words: str, rule: ToolRule, named: dict[str, str | None]) -> Elsewhere:
    usual = _DOCUMENT.search(words)
    link = _LINK.search(words)
    facts = usual.groupdict() if usual else {}
    return Elsewhere(
        tool=rule.tool,
        series=(named.get("series") or facts.get("series") or ""),
        number=(named.get("number") or facts.get("number") or "").rstrip("-/"),
        link=named.get("link") or (link.group().rstrip(".,;)") if link else ""),
        said=" ".join(re.sub(r"<[^>]*>", " ", words).split())[:_SAID],
    )
