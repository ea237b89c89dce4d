"""What connections were granted: kept beside what was typed in, renewed by one at a time."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.support.world import World

from facturier.flows import connections
from facturier.model.message import say
from facturier.ports.errors import NotNow
from facturier.ports.grants import Grant
from facturier.ports.registry import SYSTEMS, connector
from facturier.store import grants
from facturier.store.grants import StoredGrants
from facturier.store.models import Connection, Organisation

UNTIL = datetime(2026, 11, 21, tzinfo=UTC)
FIRST, SECOND = Grant("a/1", "r/1", UNTIL), Grant("a/2", "r/2", UNTIL + timedelta(days=1))


@pytest.fixture
def row(world: World) -> Connection:
    return Connection.objects.create(
        organisation=world.organisation,
        role=Connection.Role.SYSTEM,
        connector="fattureincloud",
        label="Cloud",
        secrets={"client_secret": "s3cret"},
    )


def test_nothing_is_granted_at_first(row: Connection) -> None:
    assert StoredGrants(row.pk).current() is None


def test_what_was_granted_is_kept_encrypted_beside_what_was_typed(row: Connection) -> None:
    grants.keep(row.pk, FIRST)
    assert StoredGrants(row.pk).current() == FIRST
    row.refresh_from_db()
    assert row.secrets["client_secret"] == "s3cret"
    assert "a/1" not in str(Connection.objects.filter(pk=row.pk).values("settings").get())


def test_who_comes_late_is_given_what_the_other_got(row: Connection) -> None:
    grants.keep(row.pk, FIRST)
    asked: list[Grant] = []

    def renew(spent: Grant) -> Grant:
        asked.append(spent)
        return SECOND

    one, other = StoredGrants(row.pk), StoredGrants(row.pk)
    assert one.renewed(FIRST, renew) == SECOND
    assert other.renewed(FIRST, renew) == SECOND
    assert asked == [FIRST]


def test_a_renewal_that_fails_changes_nothing(row: Connection) -> None:
    grants.keep(row.pk, FIRST)

    def fails(spent: Grant) -> Grant:
        raise NotNow(say("Later."), UNTIL)

    with pytest.raises(NotNow):
        StoredGrants(row.pk).renewed(FIRST, fails)
    assert StoredGrants(row.pk).current() == FIRST


def test_a_form_that_is_saved_leaves_the_newest_grant(row: Connection) -> None:
    """The form knows nothing of it, and a worker may have renewed it while the form was open."""
    grants.keep(row.pk, FIRST)
    row.refresh_from_db()
    StoredGrants(row.pk).renewed(FIRST, lambda spent: SECOND)
    row.secrets = {"client_secret": "another"}
    grants.carry_over(row)
    row.save(update_fields=["secrets"])
    assert StoredGrants(row.pk).current() == SECOND
    row.refresh_from_db()
    assert row.secrets["client_secret"] == "another"


def test_it_is_never_put_among_the_settings_that_anybody_may_read(row: Connection) -> None:
    """The command line puts what was stored, secrets and all, beside what was typed."""
    grants.keep(row.pk, FIRST)
    row.refresh_from_db()
    found = connector(SYSTEMS, "fattureincloud")
    connections.put(row, found, {**row.settings, **row.secrets, "company": "1"})
    assert row.settings == {"company": "1"}
    assert row.secrets == {"client_secret": "s3cret"}


@pytest.mark.django_db(transaction=True)
def test_one_of_many_workers_renews() -> None:
    """Six threads, each with a connection of its own to the database."""
    row = Connection.objects.create(
        organisation=Organisation.objects.create(name="Many"),
        role=Connection.Role.SYSTEM,
        connector="fattureincloud",
        label="Cloud",
    )
    grants.keep(row.pk, FIRST)
    asked: list[Grant] = []
    given: list[Grant] = []

    def renew(spent: Grant) -> Grant:
        asked.append(spent)
        time.sleep(0.1)
        return SECOND

    def work() -> None:
        given.append(StoredGrants(row.pk).renewed(FIRST, renew))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [FIRST]
    assert given == [SECOND] * 6
