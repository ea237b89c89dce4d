"""Debian's Chromium for the tests that need a real browser, and what is said where there is none."""

import shutil

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LEFT_OUT = (
    "The tests in tests/browser were left out: there is no Chromium on this machine. "
    "Get it with: apt-get install -y chromium"
)


def chromium() -> str | None:
    """The path of the browser."""
    return shutil.which("chromium")
