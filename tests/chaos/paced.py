"""The program `facturier` with shortened waiting times: python -m tests.chaos.paced SCALE ARGUMENTS

What an owner starts, but for the scale, which no installation may choose.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from facturier.cli import boot
from facturier.cli.app import run
from facturier.embedded.home import Home

if TYPE_CHECKING:
    from facturier.flows.env import Env


def main(scale: float, arguments: Sequence[str]) -> int:
    usual = boot.environment

    def paced(home: Home) -> "Env":
        # Not read before: `facturier up` starts Django beside its database.
        from facturier.engine.worker import working_env
        from facturier.flows.env import Pace

        return working_env(replace(usual(home), pace=Pace(scale)))

    boot.environment = paced
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
