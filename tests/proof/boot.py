"""A process that plays: Django on a PostgreSQL of its own, and a theatre. Nothing of Django is loaded before."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.proof.play import Theatre


@contextmanager
def theatre() -> "Iterator[Theatre]":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facturier.settings")
    import django
    from tests.support import cluster  # noqa: F401 - starts it

    django.setup()
    from django.core.management import call_command
    from tests.proof.play import Theatre

    call_command("migrate", verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory(prefix="facturier-proof-") as place:
        made = Theatre(Path(place))
        yield made
        made.close()
