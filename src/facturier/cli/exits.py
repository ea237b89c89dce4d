"""How a command ends: the exit codes that scripts may rely on, and an end that is nobody's fault."""

from enum import IntEnum

from facturier.model.message import Message


class Exit(IntEnum):
    """NEEDS_PERSON: the command did its work, and something waits for a person. NOT_NOW: try again later."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NEEDS_PERSON = 3
    NOT_NOW = 4
    MISCONFIGURED = 5
    INTERRUPTED = 130


class Stop(Exception):
    """The command cannot go on; `message` says why and what to do. `words`: somebody else's own words."""

    def __init__(self, message: Message, code: Exit = Exit.FAILED, words: str = "") -> None:
        super().__init__(message.render())
        self.message = message
        self.code = code
        self.words = words
