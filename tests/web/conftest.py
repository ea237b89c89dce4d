"""The pages over the small world: a client that nobody is logged in on, and one of Ana, who belongs to it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.support.world import World

from facturier.store.models import Member, Organisation
from facturier.web.request import ENV

PASSWORD = "a long enough password"
MODEL = "django.contrib.auth.backends.ModelBackend"


def person(name: str, *organisations: Organisation) -> User:
    """Somebody who may log in; without an organisation one who sees them all."""
    user = User.objects.create_user(name, password=PASSWORD, is_superuser=not organisations)
    Member.objects.bulk_create([Member(user=user, organisation=one) for one in organisations])
    return user


def client_of(world: World, user: User | None = None, **options: bool) -> Client:
    client = Client(**options, **{ENV: world.env})
    if user is not None:
        client.force_login(user, MODEL)
    return client


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
