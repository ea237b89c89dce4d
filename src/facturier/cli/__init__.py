"""The command line. `main` is the entry point `facturier`."""

import sys

from facturier.cli.boot import prepare


def main() -> None:
    """Run the command that the shell gave and end with its exit code."""
    prepare()
    # Only now: the rooms below need Django's settings when they are imported.
    from facturier.cli.app import run

    sys.exit(run(sys.argv[1:]))
