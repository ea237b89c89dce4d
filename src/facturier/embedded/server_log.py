"""The server's last words, for the error of a start that failed."""

from pathlib import Path

LINES = 12


def last_words(start_log: Path, data: Path) -> str:
    """The end of the newest log in the data directory, then of the log of the start.

    A server that fails early writes only to the latter, one that fails later only to the former.
    """
    logs = [start_log] if start_log.is_file() else []
    kept = sorted((data / "log").glob("postgresql-*.log"), key=lambda log: log.stat().st_mtime)
    lines = [line for log in kept[-1:] + logs for line in _tail(log)]
    return "\n".join(lines[-LINES:])


def _tail(log: Path, size: int = 8192) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - size))
        return file.read().decode("utf-8", "replace").splitlines()[-LINES:]
