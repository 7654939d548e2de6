"""Jobs of the index: whose they are and in which order."""

from __future__ import annotations

import pytest

from search.models import IndexJob

pytestmark = pytest.mark.django_db


def test_each_index_has_its_own_jobs_oldest_first() -> None:
    IndexJob.objects.all().delete()
    for key, target in (("b:2", ""), ("a:1", ""), ("a:1", "machine")):
        IndexJob.objects.create(key=key, kind=key[0], action=IndexJob.Action.UPSERT, target=target)
    assert [job.key for job in IndexJob.objects.of("").due()] == ["b:2", "a:1"]
    assert [str(job) for job in IndexJob.objects.of("machine")] == ["upsert a:1"]
