"""What is wrong with a file: every fault of it at once, each with its row, its field and what to do."""

from collections.abc import Sequence
from difflib import get_close_matches

from msgspec import Struct

from facturier.model.message import Message, say

MANY = 200
"""A report names so many faults and counts the others."""


class Fault(Struct, frozen=True):
    """row: of the table as a spreadsheet counts them, of a text file its line; 0 for the file as a whole.
    field: column, or path within the order."""

    row: int
    field: str
    what: Message

    def told(self) -> Message:
        if self.row and self.field:
            return say("Row %(row)s, %(field)s: %(what)s", row=self.row, field=self.field, what=self.what)
        if self.row:
            return say("Row %(row)s: %(what)s", row=self.row, what=self.what)
        if self.field:
            return say("%(field)s: %(what)s", field=self.field, what=self.what)
        return self.what


class Unreadable(Exception):
    """A file (or a part of it) of which nothing can be read for one reason."""

    def __init__(self, what: Message, row: int = 0, field: str = "") -> None:
        super().__init__(what.render())
        self.fault = Fault(row, field, what)


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that was probably meant, else all of them."""
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(known)


def report(name: str, faults: Sequence[Fault]) -> str:
    """The text that lies beside a file that was not taken. Its first fault stands on its third line."""
    head = say("%(file)s was not taken, nothing of it. Faults: %(count)s.", file=name, count=len(faults))
    advice = say(
        "Correct the file and put it into the watched folder again. Then delete this report and the file beside it."
    )
    lines = [head.render(), "", *(fault.told().render() for fault in faults[:MANY])]
    if len(faults) > MANY:
        lines.append(say("And %(count)s more.", count=len(faults) - MANY).render())
    return "\n".join([*lines, "", advice.render(), ""])
