"""Words that become public as they are saved name nobody; rows of a draft may still be worked on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from knowledge.guard.rules import PublicTextRefused
from knowledge.models import ChallengeArea, HostSettings, LessonCondition, OpenQuestion
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db
NAMED = "Frau Petra Kestenholz entscheidet allein."


def test_form_says_it_at_the_field() -> None:
    with pytest.raises(ValidationError) as error:
        ChallengeArea(name="Kasse", slug="kasse", definition=NAMED).clean()
    assert list(error.value.message_dict) == ["definition"]


def test_shell_is_refused_as_well() -> None:
    with pytest.raises(PublicTextRefused):
        ChallengeArea(name="Kasse", slug="kasse", definition=NAMED).save()
    assert not ChallengeArea.objects.filter(slug="kasse").exists()


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Die Runde kam aus einer Stadt mit 4.312 Einwohnern.", "eine Spanne nennen"),
        ("Der Bau kostete 1.847.300 Euro.", "eine Spanne nennen"),
        ("Die Leiterin ist an Krebs erkrankt.", "weglassen oder allgemeiner sagen"),
        ("Die Zahlen kamen von der Kestenholz Metallbau GmbH.", "umschreiben"),
        ("Das sagte Herr Licht gestern.", "die Rolle nennen"),
    ],
)
def test_an_exact_detail_is_no_more_public_than_a_name(text: str, way: str) -> None:
    """However unsure the detector is; nobody decides here, so the sentence says what to write instead."""
    with pytest.raises(PublicTextRefused) as refused:
        ChallengeArea(name="Kasse", slug="kasse", definition=text).save()
    assert way in refused.value.messages[1]
    assert "zweite Person" not in refused.value.messages[1]


def test_a_host_may_be_named_in_the_columns_for_it_but_no_exact_detail() -> None:
    HostSettings(name="Verein Weitblick e.V.", purpose="Die Stadt Dachau macht das.").clean()
    with pytest.raises(ValidationError) as error:
        HostSettings(purpose="Für die 4.312 Einwohner.").clean()
    assert list(error.value.message_dict) == ["purpose"]


def test_what_is_not_shown_yet_may_be_saved() -> None:
    question = OpenQuestion.objects.create(text=NAMED)
    question.state = OpenQuestion.State.CONFIRMED
    with pytest.raises(PublicTextRefused):
        question.save()
    question.save(update_fields=["askers"])  # touches no text


@pytest.mark.parametrize("live", [True, False])
def test_row_passes_the_guard_of_its_live_page(live: bool) -> None:
    row = LessonCondition(lesson=LessonPageFactory(live=live), holds=True, text=NAMED)
    if live:
        with pytest.raises(PublicTextRefused):
            row.save()
    else:
        row.save()
        assert row.pk
