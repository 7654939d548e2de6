"""The radar shows what many ask, and never what one asked."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language import analyse, fold
from search.models import UnansweredQuery
from search.unanswered import log
from search.unanswered.radar import Asked, K, clusters, unanswered_clusters

DAY = datetime.date(2026, 11, 2)


def asked(*texts: str) -> list[Asked]:
    return [Asked(text, DAY + datetime.timedelta(days=index)) for index, text in enumerate(texts)]


def test_word_forms_and_compounds_meet() -> None:
    (found,) = clusters(asked("Wölfe reißen Schafe", "Wolf im Ort", "Wolfsmanagement der Gemeinde"))
    assert (found.size, found.words) == (3, ("wolf",))
    assert (found.first, found.last) == (datetime.date(2026, 11, 1), datetime.date(2026, 11, 1))


def test_a_rare_word_inside_a_frequent_group_is_not_shown() -> None:
    (found,) = clusters(
        asked(
            "Freibad geheimnis",
            "Freibad Sanierung",
            "Freibad schließen",
            "Freibad sanieren",
            "Sanierung Freibad",
        )
    )
    assert "freibad" in found.words
    assert not any("geheim" in word or "schließ" in word for word in found.words)


@pytest.mark.parametrize("texts", [[], ["Einhorn"], ["Einhorn", "Einhorn"], ["Wolf", "Bär", "Luchs"]])
def test_fewer_than_k_are_nothing(texts: list[str]) -> None:
    assert clusters(asked(*texts)) == []


def test_one_reader_who_repeats_a_query_is_one() -> None:
    assert clusters([Asked("Einhorn", DAY)] * 50) == []
    assert clusters([Asked("Wölfe", DAY), Asked("Woelfe", DAY), Asked("WÖLFE", DAY)]) == []


WORDS = [
    "Haushalt",
    "Freibad",
    "Wolf",
    "Wölfe",
    "Kita",
    "Kitas",
    "Leerstand",
    "Windpark",
    "Bauamt",
    "Einhorn",
    "der",
    "und",
    "Sanierung",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=12))
def test_every_shown_word_is_shared_by_k_rows(texts: list[str]) -> None:
    rows = asked(*texts)
    for cluster in clusters(rows):
        assert cluster.size >= K
        for word in cluster.words:
            root = analyse(word)[0].forms.root
            sharing = {
                (fold(row.text), row.day)
                for row in rows
                if any(root in found.forms.derivations for found in analyse(row.text))
            }
            assert len(sharing) >= K


@pytest.mark.django_db
def test_a_single_query_of_the_log_never_appears() -> None:
    for _times in range(40):
        log.record("Einhornzucht genehmigen")
    assert UnansweredQuery.objects.get().count == 40
    assert unanswered_clusters() == []
    UnansweredQuery.objects.create(text="einhorn im rathaus", day=DAY)
    assert unanswered_clusters() == []
    UnansweredQuery.objects.create(text="einhörner", day=DAY)
    assert [cluster.words for cluster in unanswered_clusters()] == [("einhorn",)]
