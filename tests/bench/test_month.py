"""A small month of the bench: it shows how calls are used, not how fast anything is."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.month import COMPARING, FILES, Month, play
from bench.season import Season
from facturier.store import installation
from facturier.store.models import Alarm, Document

ORDERS, SEED = 150, 4


@pytest.fixture(name="seen")
def small_month(transactional_db: None, tmp_path: Path) -> Iterator[Month]:
    yield play(tmp_path, ORDERS, 500, 200, SEED)
    installation.identity.cache_clear()


def test_a_month_keeps_to_its_quota(seen: Month) -> None:
    """One gives back what was invoiced, and one asks for an invoice after the order document was made."""
    kinds = Counter(Document.objects.values_list("kind", flat=True))
    assert (seen.documents, seen.waiting, kinds["credit_note"]) == (ORDERS + 2, 0, 1)
    assert Document.objects.exclude(made_from=None).count() == 1
    assert seen.counted.blocks == 0
    assert seen.calls_per_document <= 1.2
    assert seen.counted.all < seen.quota
    assert seen.counted.of(FILES) == seen.documents
    assert seen.counted.of(COMPARING) > 0
    assert list(Alarm.objects.all()) == []


def test_a_season_is_the_same_each_time() -> None:
    told = Season(300).told()
    assert told == Season(300).told()
    assert [one.at for one in told] == sorted(one.at for one in told)
    by_day = Counter(one.at.day for one in told)
    assert by_day.most_common(1)[0][0] == 27
