"""What happens by itself: polls, the hourly look at both books, the sweep; and a clock that jumps."""

from datetime import timedelta

from tests.proof.deeds import clicks
from tests.proof.ground import Ground

from facturier.flows import find, pausing, rates, recover, set_back
from facturier.flows.reconcile import reconcile_shop, reconcile_system
from facturier.ports.errors import RemoteError
from facturier.store import accounts, installation
from facturier.store.models import Route

HOURS, TRIES = 6, 20
CALM = timedelta(hours=1)


def look(ground: Ground, order: int = 0) -> None:
    """The shop's next poll is due."""
    accounts.read_again(ground.shop, ground.database.now())


def reconcile(ground: Ground, order: int = 0) -> bool:
    """Returns whether both books could be read to their end."""
    late = ground.network.late
    try:
        reconcile_shop(ground.env, ground.shop.pk)
        found = reconcile_system(ground.env, ground.account.pk)
    except RemoteError as error:
        ground.tell(f"cannot reconcile: {error}")
        return False
    ground.reconciled_at = ground.database.now()
    ended = ground.clock.monotonic() - CALM.total_seconds()
    ground.calm = ground.network.late == late and all(one.ends < ended for one in ground.plan.faults)
    ground.tell(f"read {found.read} numbers, {len(found.drift)} that do not agree")
    return True


def reconcile_at_last(ground: Ground, order: int = 0) -> None:
    """As it comes by again and again, until it comes through: it makes dozens of calls, and any may be too slow."""
    for _ in range(TRIES):
        if reconcile(ground):
            return
        ground.stage.sleep(timedelta(minutes=20))


def walk_again(ground: Ground, order: int = 0) -> None:
    """After a restore: every account is read before anything is sent, until that comes through."""
    for _ in range(HOURS):
        try:
            found = recover.recover(ground.env)
            ground.tell(f"has walked the accounts: {found}")
        except RemoteError as error:
            ground.tell(f"cannot walk the accounts: {error}")
            clicks.enter_secret(ground)  # the backup may have an older one
        if not installation.recovering():
            for level in (
                None,
                Route.objects.get(pk=ground.route.pk),
            ):  # the backup may have been made in a pause
                pausing.resume(ground.env, level)
            return
        ground.stage.sleep(timedelta(hours=1))


def fetch_rates(ground: Ground, order: int = 0) -> None:
    """As it comes by every hour."""
    for done in rates.refresh(ground.env):
        ground.tell(f"{done.stored} rates of {done.source}, {done.error or 'well'}")


def sweep(ground: Ground, order: int = 0) -> None:
    find.sweep(ground.env)


def heed(ground: Ground, order: int = 0) -> None:
    """As every process does it every minute."""
    set_back.heed(ground.env)


def jump(ground: Ground, order: int = 0, seconds: float = 0) -> None:
    ground.database.error += timedelta(seconds=seconds)


def stop(ground: Ground, order: int = 0, seconds: float = 0) -> None:
    """Whoever comes by is stopped just here, and wakes as if no time had passed."""
    ground.stage.sleep(timedelta(seconds=seconds))
