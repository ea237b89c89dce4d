"""What an error of the database says about the deed that met it."""

from django.db.utils import Error

_NOTHING_DONE = ("55P03", "57014", "40P01", "40001", "53")
"""Lock not to be had, statement cut off, deadlock, serialisation, no room: the transaction was undone whole."""


def undone(error: Error | Exception) -> bool:
    """Whether it is certain that nothing was done. A connection that broke may have broken at the commit."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state.startswith(_NOTHING_DONE)
