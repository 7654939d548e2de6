"""An editor who is no expert brings a case as it is told to a clean draft: in few acts, and nothing is said
that was not said.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from cases.intake import actions
from cases.intake.review import TEXT_FIELDS, guarded_text, review_of
from cases.intake.training import training_record
from cases.models import AnonymityReview, RawCase, RawDecision
from cases.sealed import IntakeNames
from knowledge.anonymity.detector import find, is_placeholder
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HEADINGS = {"Methoden": "methods"} | {str(label): name for name, label in TEXT_FIELDS.items()}
MOST_ACTS = 25

FALSE = (
    r"Rathausspitze\]? sagt, dann sei der Haushalt",
    r"seit \[Größenklasse",
    r"Nachbarlandkreis",
    r"Stammtisch",
    r"\[Größenklasse\] waren da",
    r"\[(?:Organisation|Einrichtung|Verein)[^\]]*\](?:, hat gedroht|, so heißt| ist seit Monaten)",
    r"aus der \[Gemeinde",
)
"""What earlier proposals said and nobody had told."""
TRUE = (
    r"\[Kämmerei\] hat ausgerechnet",
    r"\[Kämmerei\] sagt, dann sei",
    r"\[Kämmerei\]: will keine neuen Schulden",
    r"seit 2020 \[Rathausspitze\]",
    r"Gemeinde im \[Landkreis [A-Z]\] mit",
    r"aus der \[Verwaltungsgemeinschaft [A-Z]\]",
    r"schrieb: \[sinngemäße Wiedergabe\]",
)
"""What was told, in other words."""


def told() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "rawcase.txt"
    text: dict[str, Any] = training_record()[0] | dict.fromkeys(TEXT_FIELDS, "")
    field = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("Titel: "):
            text["title"] = line.removeprefix("Titel: ")
        elif line in HEADINGS:
            field = HEADINGS[line]
        elif field:
            text[field] += line + "\n"
    return {name: value.strip() if isinstance(value, str) else value for name, value in text.items()}


class Editor:
    """Clicks in the review; each request is one act."""

    def __init__(self) -> None:
        self.user, self.client, self.acts = UserFactory(is_staff=True), Client(), 0
        self.user.user_permissions.set(
            [
                *Permission.objects.filter(content_type__app_label="cases", codename__endswith="_rawcase"),
                Permission.objects.get(codename="access_admin"),
            ]
        )
        self.client.force_login(self.user)
        self.raw: RawCase = actions.take_in(
            text=told(), names=IntakeNames("Oberquirlbach"), meeting=None, user=self.user
        )

    def click(self, data: dict[str, str]) -> None:
        answer = self.client.post(reverse("raw_review", args=[self.raw.pk]), data)
        assert answer.status_code == 302, answer.content.decode()[:500]
        self.acts += 1

    def row(self, words: str) -> Any:
        return next(row for row in review_of(self.raw).rows if words in row.words)

    def leave(self, words: str, reason: str = AnonymityReview.Reason.COMMON_WORD) -> None:
        mark = self.row(words).mark
        self.click({"nur": mark, f"entscheidung-{mark}": "bleibt", f"grund-{mark}": reason})

    def accept(self, row: Any) -> None:
        assert row.suggestion
        self.click(
            {
                "nur": row.mark,
                f"entscheidung-{row.mark}": RawDecision.Choice.REPLACE,
                f"ersatz-{row.mark}": row.suggestion,
            }
        )


@pytest.fixture
def editor() -> Editor:
    return Editor()


def test_each_person_club_and_office_has_one_cover_name(editor: Editor) -> None:
    rows = review_of(editor.raw).rows
    for words, mentions in (("TSV", 3), ("Zwetschkowiak", 3), ("Blaskapelle", 2), ("Pfannenhuber", 2)):
        found = [row for row in rows if any(words in form for form in row.forms)]
        assert [len(row.mentions) for row in found] == [mentions], words
    cover_names = [row.suggestion for row in rows if row.kind in {"person", "organisation", "office"}]
    assert len(set(cover_names)) == len(cover_names)


def test_the_case_is_brought_to_a_clean_text_in_few_acts_without_a_false_word(editor: Editor) -> None:
    for words in ("Registraturplan", "befangen"):
        editor.leave(words)
    for kind in dict.fromkeys(row.kind for row in review_of(editor.raw).rows):
        if any(row.kind == kind and row.is_taken_with_its_kind for row in review_of(editor.raw).rows):
            editor.click({"alle": f"art:{kind}"})
    for row in [row for row in review_of(editor.raw).rows if row.decision is None]:
        editor.accept(row)
    review = review_of(editor.raw)
    assert review.is_complete
    assert editor.acts <= MOST_ACTS
    text = "\n\n".join(guarded_text(review).values())
    assert [pattern for pattern in FALSE if re.search(pattern, text)] == []
    assert [pattern for pattern in TRUE if not re.search(pattern, text)] == []
    placeholders = re.findall(r"\[[^\]]+\]", text)
    assert len(placeholders) > 50
    assert [words for words in placeholders if not is_placeholder(words)] == []
    left = [finding.text for finding in find(text) if "[" in finding.text or finding.is_certain]
    assert left == []


def test_what_is_left_stands_marked_beside_the_findings(editor: Editor) -> None:
    mark = editor.row("TSV").mark
    page = editor.client.get(reverse("raw_review", args=[editor.raw.pk])).content.decode()
    box = page.split("data-lautet>")[1].split("</section>")[0]
    assert f'href="#fund-{mark}"' in box
    editor.accept(editor.row("TSV"))
    page = editor.client.get(reverse("raw_review", args=[editor.raw.pk])).content.decode()
    box = page.split("data-lautet>")[1].split("</section>")[0]
    assert f'href="#fund-{mark}"' not in box
    assert "Der [Verein A] hat uns" in box
