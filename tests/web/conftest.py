"""The pages over the small world: a client that nobody is logged in on, and one of Ana, who belongs to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from tests.conftest import Make
from tests.support.world import World, build

from facturier.store import installation
from facturier.store.models import Member, Organisation
from facturier.web.request import ENV

PASSWORD = "a long enough password"
MODEL = "django.contrib.auth.backends.ModelBackend"


def person(name: str, *organisations: Organisation) -> User:
    """Somebody who may log in; without an organisation one who sees them all."""
    user = User.objects.create_user(name, password=PASSWORD, is_superuser=not organisations)
    Member.objects.bulk_create([Member(user=user, organisation=one) for one in organisations])
    return user


def client_of(world: World, user: User | None = None, *, enforce_csrf_checks: bool = False) -> Client:
    environ: dict[str, Any] = {ENV: world.env}
    client = Client(enforce_csrf_checks, **environ)
    if user is not None:
        client.force_login(user, MODEL)
    return client


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A log-in is slow on purpose; not so in tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def make_world(db: None, tmp_path: Path) -> Iterator[Make]:
    """Client and pages share this thread, so one transaction holds a whole test and is rolled back: that is fast."""

    def make(**switches: Any) -> World:
        return build(tmp_path, **switches)

    yield make
    installation.identity.cache_clear()


@pytest.fixture
def stranger(world: World) -> Client:
    """Not logged in."""
    return client_of(world)


@pytest.fixture
def ana(world: World) -> Client:
    """A member of the world's organisation."""
    return client_of(world, person("ana", world.organisation))


@pytest.fixture
def root(world: World) -> Client:
    """Somebody who may do everything."""
    return client_of(world, person("root"))
