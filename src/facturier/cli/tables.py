"""Whether the database has this version's tables, asked with one query.

Django's own `migrate` reads every migration, builds their graph and renews content types and permissions, also where
nothing is new: a good part of a second of each start.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader


def up_to_date() -> bool:
    """Whether every migration that is installed here has been applied; False for an empty database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except ProgrammingError:
        return False
    return applied.issuperset(_installed())


def _installed() -> Iterator[tuple[str, str]]:
    """App and name of each migration, by the names of their files."""
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        try:
            package = import_module(module) if module else None
        except ModuleNotFoundError:
            continue
        for found in iter_modules(getattr(package, "__path__", ())):
            if not found.ispkg and found.name[0] not in "_~":
                yield app.label, found.name
