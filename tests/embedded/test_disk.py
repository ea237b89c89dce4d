import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from facturier.embedded.disk import FEW_FILES, LOW, MEBIBYTE, SCARCE, disk_room
from facturier.embedded.health import check_disk

HERE = Path("/data")


def disk(free: int, files_free: int = 100_000, files: int = 1_000_000) -> Callable[[Path], os.statvfs_result]:
    """Free bytes for a user without rights; root's reserve comes on top and must not be counted."""
    blocks = free // 4096
    result = os.statvfs_result((4096, 4096, 10**9, blocks + 10**6, blocks, files, files, files_free, 0, 255))
    return lambda _: result


def test_the_reserve_of_root_is_not_room() -> None:
    assert disk_room(HERE, disk(5 * MEBIBYTE)).bytes_free == 5 * MEBIBYTE


@pytest.mark.parametrize(
    ("free", "level"),
    [(SCARCE, "good"), (SCARCE - 4096, "warning"), (LOW, "warning"), (LOW - 4096, "refused"), (0, "refused")],
)
def test_the_marks(free: int, level: str) -> None:
    assert check_disk(HERE, disk(free)).level == level


def test_sending_stops_below_the_low_mark_and_goes_on_above_it() -> None:
    assert not disk_room(HERE, disk(LOW)).low
    room = disk_room(HERE, disk(LOW - 4096))
    assert room.low
    assert re.search(r"nothing is sent.*goes on by itself", str(room.message))


def test_running_out_of_files_counts_too() -> None:
    assert disk_room(HERE, disk(SCARCE, files_free=FEW_FILES - 1)).low


def test_a_file_system_that_does_not_count_files_is_not_full() -> None:
    assert not disk_room(HERE, disk(SCARCE, files_free=0, files=0)).low


def test_the_low_mark_leaves_postgresql_room_to_go_on() -> None:
    """It must be able to write its largest log several times over after sending has stopped."""
    from facturier.embedded.settings import SMALL_MACHINE

    assert int(SMALL_MACHINE["max_wal_size"].removesuffix("MB")) * MEBIBYTE * 4 <= LOW


def test_the_real_disk_can_be_measured(tmp_path: Path) -> None:
    assert disk_room(tmp_path).bytes_free > 0
