"""How a settings field is shown: the same keys that connectors use, so that one form serves both."""

import msgspec

from facturier.model.message import Message


def labelled(
    label: Message, help: Message | None = None, *, choices: str = "", lines: bool = False
) -> msgspec.Meta:
    """Annotation of a settings field. `choices` names the list in `Offers` to choose from, or is empty. lines: a text
    of several lines."""
    extra = {
        "label": label,
        "help": help or Message(""),
        "secret": False,
        "choices": choices,
        "lines": lines,
    }
    return msgspec.Meta(extra=extra)
