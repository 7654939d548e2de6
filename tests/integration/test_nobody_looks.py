"""While the detector answers nobody, nothing unguarded is stored or shown, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cases.models import CasePage, RawCase
from knowledge.anonymity.detector import asking, use_child
from knowledge.anonymity.sandbox import ReadingRefused, runner
from knowledge.guard import GuardUnavailable, rules
from knowledge.models import LibraryDocument, LibraryImage, OpenQuestion, TargetGroup
from methods.models import MethodCardPage
from search.models import SavedSearch, UnansweredQuery
from search.public_forms import fields as open_forms
from search.public_forms.fields import stamp
from search.unanswered.log import record
from tests.factories import contributions as make
from tests.factories import newest

TEXT = "Wie bekommen wir ein Rechenzentrum ans Wärmenetz, wenn niemand Zeit dafür hat?"
SENTENCE = "Die Anonymitätsprüfung antwortet gerade nicht"


@pytest.fixture
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """No text can be looked through, and nothing is remembered of earlier looks."""
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    rules._seen.clear()

    def away(*_request: Any) -> None:
        raise ReadingRefused("away") from OSError("kein Speicher")

    monkeypatch.setattr(asking, "read_in_sandbox", away)
    use_child()
    yield
    use_child(False)


def ask() -> Any:
    return Client().post("/frage/", {"frage": TEXT, "stempel": stamp("frage"), "webseite": ""})


def save_search(search: str) -> Any:
    values = {"suche": search, "mail": "ich@rathaus.example", "rhythmus": "sofort", "webseite": ""}
    return Client().post("/suche/merken/", {**values, "stempel": stamp("merken")})


@pytest.mark.usefixtures("library", "nobody_looks")
class TestOpenForms:
    """What strangers send."""

    def test_a_question_waits_in_its_form(self) -> None:
        response = ask()
        assert response.status_code == 422
        assert "können das gerade nicht" in response.text
        assert f"{TEXT}</textarea>" in response.text
        assert not OpenQuestion.objects.exists()

    def test_a_search_is_not_kept(self) -> None:
        response = save_search("?q=Wärmenetz")
        assert response.status_code == 422
        assert "können das gerade nicht" in response.text
        assert 'value="ich@rathaus.example"' in response.text
        assert not SavedSearch.objects.exists()

    def test_a_search_without_words_needs_nobody(self) -> None:
        assert save_search("?typ=lehre").status_code == 302

    def test_a_search_in_vain_is_not_counted_and_answered_as_ever(self) -> None:
        assert Client().get("/suche/?q=Quantenverschränkung Mondbasis").status_code == 200
        assert record("Quantenverschränkung") is False
        assert not UnansweredQuery.objects.exists()


@pytest.mark.usefixtures("library")
def test_a_search_that_names_a_place_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    response = save_search("?q=Kläranlage Dachau")
    assert response.status_code == 422
    assert "Bitte ohne Namen und Orte: „Dachau“." in response.text
    assert not SavedSearch.objects.exists()


class TestEditors:
    """What editors save."""

    def test_a_page_stays_a_draft(self, library: Any, admin: Client, nobody_looks: Any) -> None:
        page = library.page("L01")
        page.observation = "<p>Die Vereine haben kein Geld mehr.</p>"
        draft = page.save_revision()
        with pytest.raises(GuardUnavailable, match=SENTENCE):
            draft.publish()
        assert newest(page).as_object().observation == page.observation
        assert not PageLogEntry.objects.filter(page=page, action="wagtail.publish", revision=draft).exists()

    def test_a_due_page_keeps_its_date(self, library: Any, nobody_looks: Any) -> None:
        page = library.page("L01")
        page.go_live_at = timezone.now() - timedelta(minutes=1)
        draft = page.save_revision(approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled")
        draft.refresh_from_db()
        assert draft.approved_go_live_at is not None

    def test_the_passages_of_a_page_say_so(self, library: Any, admin: Client, nobody_looks: Any) -> None:
        page = library.page("L01")
        response = admin.get(reverse("public_text", args=[page.pk]), follow=True)
        assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert SENTENCE in response.text

    def test_many_pages_at_once_stay_drafts(self, library: Any, admin: Client, nobody_looks: Any) -> None:
        page = library.page("L01")
        page.unpublish()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = admin.post(
            f"{address}?id={page.pk}&next=/admin/", {"include_descendants": ""}, follow=True
        )
        assert SENTENCE in response.text
        page.refresh_from_db()
        assert not page.live

    def test_a_snippet_says_so_in_its_form(self, library: Any, nobody_looks: Any) -> None:
        group = TargetGroup.objects.first()
        with pytest.raises(ValidationError, match=SENTENCE):
            group.full_clean()
        with pytest.raises(GuardUnavailable):
            group.save()

    def test_a_contribution_is_received_and_cannot_be_accepted(
        self, library: Any, admin: Client, nobody_looks: Any
    ) -> None:
        waiting = make.usage_report(MethodCardPage.objects.live().first(), adapted="Wir haben gekürzt.")
        waiting.save()
        assert waiting.findings == []
        named = [waiting._meta.app_label, waiting._meta.model_name, waiting.pk]
        response = admin.post(
            reverse("decide_contribution", args=named), {"entscheidung": "annehmen"}, follow=True
        )
        assert response.status_code == 200
        assert SENTENCE in response.text
        waiting.refresh_from_db()
        assert waiting.is_received

    def test_an_image_says_so(self, library: Any, nobody_looks: Any) -> None:
        with pytest.raises(ValidationError, match=SENTENCE):
            LibraryImage(title="Sitzung").clean()

    def test_a_case_stays_closed(self, library: Any, nobody_looks: Any) -> None:
        case = library.page("F07")
        case.scans.all().delete()
        with pytest.raises(CommandError, match="kein Speicher"):
            call_command("recheck_cases")
        assert CasePage.objects.get(pk=case.pk).live

    def test_the_confidential_room_says_so(self, library: Any, admin: Client, nobody_looks: Any) -> None:
        from cases.intake import review

        review._spans.clear()
        raw = RawCase.objects.first()
        response = admin.get(reverse("raw_review", args=[raw.pk]))
        assert response.status_code == 503
        assert SENTENCE in response.text


def test_a_file_that_nobody_can_read_is_refused(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("kein Speicher")

    monkeypatch.setattr(runner, "_own_folder", broken)
    document = LibraryDocument(title="Leitfaden")
    document.file.save("a.pdf", BytesIO(b"%PDF-1.4"), save=False)
    document.file._committed = False
    with pytest.raises(ValidationError, match="gerade nicht prüfen"):
        document.save()
