from pathlib import Path

import pytest

from facturier.embedded import binaries
from facturier.embedded.address import Address
from facturier.embedded.clients import client_for, login, login_environment, wants_tls
from facturier.embedded.errors import NoPrograms

SECRET = Address.from_url("postgresql://ana:s3cret@db.example/books?sslmode=verify-full")


def program(directory: Path, name: str, version: str) -> Path:
    path = directory / name
    path.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
    path.chmod(0o755)
    return path


def test_the_wheels_program_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "pg_dump", "99.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert client_for("pg_dump", 15) == binaries.newest().path("pg_dump")


def test_a_server_that_wants_encryption_needs_a_program_that_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = program(tmp_path, "pg_dump", "17.2")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert wants_tls(SECRET)
    assert client_for("pg_dump", 17, tls=True) == found
    with pytest.raises(NoPrograms, match="PostgreSQL 18 or later"):
        client_for("pg_dump", 18, tls=True)


def test_a_newer_server_needs_a_newer_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPrograms, match="put them on PATH"):
        client_for("pg_dump", 99)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    newer = program(tmp_path, "pg_dump", "99.1")
    assert client_for("pg_dump", 99) == newer


def test_the_password_goes_where_only_its_owner_can_read_it() -> None:
    assert "s3cret" not in " ".join(str(part) for part in login(SECRET, "--quiet"))
    assert login_environment(SECRET)["PGPASSWORD"] == "s3cret"
    assert "PGPASSWORD" not in login_environment(Address({"host": "/run"}))
