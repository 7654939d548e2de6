"""How the entry phrases of a page change, and what keeps a sentence from standing there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from knowledge.guard import PublicTextRefused
from knowledge.models import EntryPhrase, FindingDecision
from knowledge.phrases import (
    PhrasesChanged,
    add_phrase,
    open_findings,
    recheck,
    remove_phrase,
    replace_phrases,
    version_of,
)
from search.models import IndexJob
from tests.factories import CasePageFactory, LessonPageFactory, UserFactory

pytestmark = pytest.mark.django_db

NAMED = "Hat Frau Petra Kestenholz aus Passau schon gefragt?"
SENTENCES = ["freibad schließen oder sanieren", "Wer zahlt das Hallenbad?"]


def texts(page: object) -> list[str]:
    return EntryPhrase.objects.of(page).texts()  # type: ignore[arg-type]


def test_sentences_stand_in_their_order_without_empty_lines_and_twins() -> None:
    page, editor = LessonPageFactory(), UserFactory()
    replace_phrases(
        page=page,
        texts=[SENTENCES[1], "", "  ", SENTENCES[0], "FREIBAD schliessen oder sanieren"],
        user=editor,
    )
    assert texts(page) == [SENTENCES[1], SENTENCES[0]]
    replace_phrases(page=page, texts=SENTENCES, user=editor)
    assert texts(page) == SENTENCES
    assert set(EntryPhrase.objects.values_list("added_by", flat=True)) == {editor.pk}


def test_the_search_hears_of_every_change_and_no_revision_is_written() -> None:
    page = LessonPageFactory()
    IndexJob.objects.all().delete()
    for change in (SENTENCES, SENTENCES[:1], []):
        replace_phrases(page=page, texts=change, user=None)
        assert IndexJob.objects.exists()
        IndexJob.objects.all().delete()
    assert not page.revisions.exists()


def test_what_was_learned_stays_learned() -> None:
    page = LessonPageFactory()
    learned = add_phrase(page=page, text=SENTENCES[0], user=None)
    assert learned is not None and learned.is_learned
    replace_phrases(page=page, texts=[SENTENCES[1], SENTENCES[0]], user=None)
    assert EntryPhrase.objects.get(text=SENTENCES[0]).is_learned
    assert add_phrase(page=page, text=SENTENCES[0].upper(), user=None) is None
    remove_phrase(phrase=EntryPhrase.objects.get(text=SENTENCES[0]))
    assert texts(page) == SENTENCES[1:]


def test_a_name_is_refused_even_where_somebody_says_it_may_stay() -> None:
    page = LessonPageFactory()
    assert any(item.is_certain for item in open_findings(page, [NAMED]))
    for confirmed in (False, True):
        with pytest.raises(PublicTextRefused):
            replace_phrases(page=page, texts=[*SENTENCES, NAMED], user=None, confirmed=confirmed)
        with pytest.raises(PublicTextRefused):
            add_phrase(page=page, text=NAMED, user=None, confirmed=confirmed)
    with pytest.raises(PublicTextRefused):
        EntryPhrase(page=page, text=NAMED).save()
    assert texts(page) == []


def test_a_doubt_stands_once_somebody_has_confirmed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.guard import rules

    def doubts(wanted: object) -> list[object]:
        return [((0, 7, "place", 0.6, False),) for _field, _text in wanted]  # type: ignore[attr-defined]

    page, editor = LessonPageFactory(), UserFactory()
    monkeypatch.setattr(rules, "_spans", doubts)
    with pytest.raises(PublicTextRefused) as refused:
        replace_phrases(page=page, texts=SENTENCES[:1], user=editor)
    assert not refused.value.findings[0].is_certain
    replace_phrases(page=page, texts=SENTENCES[:1], user=editor, confirmed=True)
    assert texts(page) == SENTENCES[:1]
    assert FindingDecision.objects.get().decided_by == editor


def test_lengths_and_number_are_said_in_sentences() -> None:
    page = LessonPageFactory()
    for wanted, said in (
        (["x" * (EntryPhrase.MOST_CHARACTERS + 1)], "höchstens 120"),
        (["Gemeinderat " * 11], "„Gemeinderat Gemeinderat Gemeinderat Gemeinderat …“"),
        (["ab"], "zu kurz"),
        ([f"satz nummer {n}" for n in range(EntryPhrase.MOST + 1)], "Höchstens 12"),
    ):
        with pytest.raises(ValidationError, match=said):
            replace_phrases(page=page, texts=wanted, user=None)
    with pytest.raises(ValidationError, match="Bitte schreiben"):
        add_phrase(page=page, text=" ", user=None)


def test_the_second_of_two_savers_is_told_what_stands_there() -> None:
    page = LessonPageFactory()
    seen = version_of([])
    replace_phrases(page=page, texts=SENTENCES[:1], user=None, seen=seen)
    with pytest.raises(PhrasesChanged) as changed:
        replace_phrases(page=page, texts=SENTENCES[1:], user=None, seen=seen)
    assert changed.value.stored == tuple(SENTENCES[:1])
    replace_phrases(page=page, texts=SENTENCES, user=None, seen=version_of(changed.value.stored))
    assert texts(page) == SENTENCES


def test_a_word_that_makes_the_municipality_too_rare_may_not_stand_beside_a_case() -> None:
    case = CasePageFactory(federal_state="BW", size_band="landgemeinde-klein")
    with pytest.raises(ValidationError):
        replace_phrases(page=case, texts=["Stadtrat will das Bad schließen"], user=None)
    with pytest.raises(ValidationError, match="das Hallenbad"):  # what few of its kind have tells as much
        replace_phrases(page=case, texts=SENTENCES, user=None)
    replace_phrases(page=case, texts=SENTENCES[:1], user=None)
    assert texts(case) == SENTENCES[:1]


def test_what_the_detector_has_learned_meanwhile_goes() -> None:
    page = LessonPageFactory()
    replace_phrases(page=page, texts=SENTENCES, user=None)
    EntryPhrase.objects.filter(text=SENTENCES[0]).update(text=NAMED)
    assert recheck() == 1
    assert texts(page) == SENTENCES[1:]
