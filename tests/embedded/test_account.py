import os
import pwd
from pathlib import Path

import pytest

from facturier.embedded.account import own_account, owner_account, server_account
from facturier.embedded.errors import NoAccount


def person(name: str, uid: int) -> pwd.struct_passwd:
    return pwd.struct_passwd((name, "x", uid, uid, "", "/", "/bin/sh"))


@pytest.fixture
def users(monkeypatch: pytest.MonkeyPatch) -> list[pwd.struct_passwd]:
    """The users of the machine, us being root; a test may add and remove."""
    known = [person("root", 0), person("postgres", 101), person("nobody", 65534), person("ana", 1000)]

    def by_name(name: str) -> pwd.struct_passwd:
        return {user.pw_name: user for user in known}[name]

    def by_uid(uid: int) -> pwd.struct_passwd:
        return {user.pw_uid: user for user in known}[uid]

    monkeypatch.setattr(pwd, "getpwnam", by_name)
    monkeypatch.setattr(pwd, "getpwuid", by_uid)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return known


def test_a_normal_user_runs_the_server_itself(
    users: list[pwd.struct_passwd], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    account = server_account({"FACTURIER_DB_USER": "postgres"})
    assert (account.name, account.dropped, account.drop_to_uid) == ("ana", False, None)


def test_root_prefers_facturier_then_postgres_then_nobody(users: list[pwd.struct_passwd]) -> None:
    assert server_account({}).name == "postgres"
    users.append(person("facturier", 990))
    assert server_account({}).name == "facturier"
    users[:] = [user for user in users if user.pw_name in ("root", "nobody")]
    assert server_account({}).name == "nobody"


def test_root_drops_its_groups_too(users: list[pwd.struct_passwd]) -> None:
    account = server_account({})
    assert (account.drop_to_uid, account.drop_to_gid, account.drop_groups) == (101, 101, [])


def test_the_variable_names_the_user(users: list[pwd.struct_passwd]) -> None:
    assert server_account({"FACTURIER_DB_USER": "ana"}).name == "ana"


@pytest.mark.parametrize(("name", "word"), [("root", "which is root"), ("nemo", "nemo")])
def test_a_bad_choice_is_refused(users: list[pwd.struct_passwd], name: str, word: str) -> None:
    with pytest.raises(NoAccount, match=word):
        server_account({"FACTURIER_DB_USER": name})


def test_no_candidate_at_all_says_how_to_make_one(users: list[pwd.struct_passwd]) -> None:
    users[:] = [person("root", 0)]
    with pytest.raises(NoAccount, match="useradd"):
        server_account({})


def test_a_user_without_a_name_is_told_so(
    users: list[pwd.struct_passwd], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(NoAccount, match="4711"):
        own_account()


class Owned(type(Path())):  # type: ignore[misc]
    """A path whose owner the test chooses."""

    owner = 0

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return os.stat_result((0o40700, 1, 1, 2, self.owner, self.owner, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("me", "owner", "name", "dropped"), [(0, 101, "postgres", True), (1000, 1000, "ana", False)]
)
def test_an_existing_cluster_runs_as_its_owner(
    users: list[pwd.struct_passwd],
    monkeypatch: pytest.MonkeyPatch,
    me: int,
    owner: int,
    name: str,
    dropped: bool,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: me)
    monkeypatch.setattr(Owned, "owner", owner)
    account = owner_account(Owned("/data"))
    assert (account.name, account.dropped) == (name, dropped)


@pytest.mark.parametrize(
    ("me", "owner", "word"),
    [(0, 0, "belongs to root"), (1000, 101, "Run Facturier as postgres"), (0, 5555, "5555")],
)
def test_an_owner_that_cannot_run_it_is_refused(
    users: list[pwd.struct_passwd], monkeypatch: pytest.MonkeyPatch, me: int, owner: int, word: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: me)
    monkeypatch.setattr(Owned, "owner", owner)
    with pytest.raises(NoAccount, match=word):
        owner_account(Owned("/data"))
