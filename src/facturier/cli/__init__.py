"""The command line. `main` is the entry point `facturier`."""

import sys


def main() -> None:
    """Run the command that the shell gave and end with its exit code."""
    from facturier.cli.app import run

    sys.exit(run(sys.argv[1:]))
