"""One throwaway cluster for a run of these tests, and homes of their own for those that break things."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from tests.embedded.machinery import new_home, remove_home

from facturier.embedded.address import Address
from facturier.embedded.cluster import Cluster
from facturier.embedded.home import Home
from facturier.embedded.installed import create
from facturier.embedded.temporary import temporary_cluster

numbers = count()


@pytest.fixture(scope="session")
def shared() -> Iterator[Cluster]:
    """Running, without durability. Tests make databases of their own in it."""
    with temporary_cluster() as cluster:
        yield cluster


@pytest.fixture
def fresh_database(shared: Cluster) -> Iterator[Callable[[], Address]]:
    """Makes empty databases in the shared cluster, and drops them after the test."""
    made: list[str] = []

    def make() -> Address:
        made.append(f"fresh{next(numbers)}")
        with shared.connect() as connection:
            connection.execute(f"CREATE DATABASE {made[-1]} STRATEGY file_copy".encode())
        return shared.address(database=made[-1])

    yield make
    with shared.connect() as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def home() -> Iterator[Home]:
    made = new_home()
    yield made
    remove_home(made)


@pytest.fixture(scope="session")
def durable() -> Iterator[Cluster]:
    """A cluster as `facturier init` makes it; each test finds it as the last one left it."""
    home = new_home()
    cluster = create(home)
    yield cluster
    if cluster.owned:
        cluster.stop()
    remove_home(home)


@pytest.fixture
def running(durable: Cluster) -> Cluster:
    durable.start()
    return durable


@pytest.fixture
def stopped(durable: Cluster) -> Cluster:
    if durable.owned:
        durable.stop()
    return durable
