from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from facturier.embedded.address import Address
from facturier.embedded.cluster import Cluster

SOCKET = Address.of_socket(Path("/run/a b"), 5433, "facturier", "shop's books", "postgres")
EXTERNAL = "postgresql://ana:p%40ss%20w@db.example:6432/books?sslmode=require"


def test_a_socket_address_reads_the_same_in_every_form() -> None:
    expected = {
        "host": "/run/a b",
        "port": "5433",
        "user": "facturier",
        "dbname": "shop's books",
        "requirepeer": "postgres",
    }
    assert conninfo_to_dict(SOCKET.conninfo) == expected
    assert conninfo_to_dict(SOCKET.url) == expected
    assert Address.from_url(SOCKET.url) == SOCKET


def test_the_url_is_a_url() -> None:
    parts = urlsplit(SOCKET.url)
    assert (parts.scheme, parts.username, parts.path) == ("postgresql", "facturier", "/shop%27s%20books")
    assert parse_qs(parts.query)["host"] == ["/run/a b"]


def test_django_gets_its_own_names() -> None:
    assert SOCKET.django() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop's books",
        "USER": "facturier",
        "PASSWORD": "",
        "HOST": "/run/a b",
        "PORT": "5433",
        "OPTIONS": {"requirepeer": "postgres"},
    }


def test_an_external_url_keeps_its_password_and_options() -> None:
    address = Address.from_url(EXTERNAL)
    assert address.django()["PASSWORD"] == "p@ss w"
    assert address.django()["OPTIONS"] == {"sslmode": "require"}
    assert Address.from_url(address.url) == address


def test_the_password_is_neither_in_repr_nor_in_the_public_form() -> None:
    address = Address.from_url(EXTERNAL)
    assert "p@ss" not in repr(address)
    assert "password" not in conninfo_to_dict(address.public_conninfo)
    assert conninfo_to_dict(address.public_conninfo)["host"] == "db.example"


def test_another_database_of_the_same_server() -> None:
    moved = SOCKET.to_database("other")
    assert (moved.database, moved.parameters["host"]) == ("other", "/run/a b")
    assert SOCKET.database == "shop's books"


def test_nonsense_is_refused() -> None:
    with pytest.raises(psycopg.ProgrammingError):
        Address.from_url("postgresql://host/db?nonsense=1")


def test_a_running_cluster_can_be_reached_by_each_form(shared: Cluster) -> None:
    address = shared.address()
    for form in (address.conninfo, address.url, address.public_conninfo):
        with psycopg.connect(form) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("facturier",)
