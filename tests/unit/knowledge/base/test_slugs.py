"""Addresses from German words."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base.slugs import LETTERS, foreign_words, german_slug, names_in_address
from knowledge.models import LessonPage
from tests.factories import LessonPageFactory


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Bürgerrat", "buergerrat"),
        ("Größe & Maß", "groesse-mass"),
        ("Ökologie, Ärger", "oekologie-aerger"),
        ("Café", "cafe"),
        ("„…“", ""),
    ],
)
def test_umlauts_are_written_out(text: str, slug: str) -> None:
    assert german_slug(text) == slug


def test_long_ones_end_with_a_whole_word() -> None:
    assert german_slug("Wenn die Kasse leer ist", most=12) == "wenn-die"
    assert german_slug("Haushaltssicherungskonzept", most=10) == "haushaltss"


@given(st.text(max_size=200), st.integers(1, 80))
def test_result_is_short_and_ascii(text: str, most: int) -> None:
    slug = german_slug(text, most=most)
    assert len(slug) <= most
    assert slug.isascii()
    assert not slug.startswith("-") and " " not in slug


@pytest.mark.parametrize("letter", "äöüßÄÖÜẞ")
def test_browser_writes_letters_as_the_server_does(letter: str) -> None:
    written = letter
    for pattern, letters in LETTERS:
        written = re.sub(pattern, letters, written)
    assert written == german_slug(letter)


@pytest.mark.django_db
def test_form_of_a_page_writes_them_while_the_title_is_typed() -> None:
    form = LessonPage.get_edit_handler().get_form_class()(instance=LessonPage())
    given = form.fields["slug"].widget.attrs["data-w-slug-formatters-value"]
    assert '"ss"' in given and not form.fields["slug"].required


def test_words_of_an_address_stand_in_the_titles() -> None:
    titles = ["Wer fragt, führt: Bürger*innen und/oder Ämter", "E-Mail"]
    assert foreign_words("wer-fragt-fuehrt-buergerinnen-undoder-aemter-2", titles) == []
    assert foreign_words("e-mail", titles) == []
    assert foreign_words("wer-fragt-hans-huber-0803112345", titles) == ["hans", "huber"]
    assert foreign_words("irgendwas", ["", ""]) == ["irgendwas"]


@pytest.mark.parametrize(
    ("slug", "title", "found"),
    [
        ("haushalt-gersthofen", "Haushalt", ["Gersthofen"]),
        ("muenchen-spart", "Spart euch das", ["Muenchen"]),
        ("mit-anneliese-huber", "Ein Fall mit", ["Anneliese Huber"]),
        ("kollegiale-beratung", "Beraten", []),
        ("haushalt-2", "Haushalt", []),
    ],
)
def test_names_in_an_address_are_found(slug: str, title: str, found: list[str]) -> None:
    assert names_in_address(slug, [title]) == found


@pytest.mark.django_db
def test_no_name_comes_into_an_address_through_a_shell() -> None:
    lesson = LessonPageFactory()
    lesson.slug = "was-gersthofen-lernte"
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        lesson.save()
    lesson.refresh_from_db()
    assert "gersthofen" not in lesson.slug


@pytest.mark.django_db
def test_an_address_that_was_published_stays_whatever_becomes_of_the_title() -> None:
    lesson = LessonPageFactory()
    kept = lesson.slug
    lesson.statement = "Ein Entwurf."
    lesson.save()
    assert (lesson.title, lesson.slug) == ("Ein Entwurf.", kept)
    lesson.slug = "was-gersthofen-lernte"
    lesson.save(update_fields=["kind"], clean=False)
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        lesson.save()


@pytest.mark.django_db
def test_the_address_of_a_draft_is_judged_when_it_is_published() -> None:
    lesson = LessonPageFactory(live=False)
    lesson.slug = "was-gersthofen-lernte"
    lesson.save()
    lesson.live = True
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        lesson.save()


def _written_by_a_shell(how: str) -> LessonPage:
    """A draft whose address names a place, read again by whoever publishes it."""
    lesson = LessonPageFactory(live=False)
    if how == "update":
        LessonPage.objects.filter(pk=lesson.pk).update(slug="was-gersthofen-lernte")
    else:
        lesson.slug = "was-gersthofen-lernte"
        lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["save", "update"])
def test_the_address_of_a_draft_is_judged_however_it_came_there(how: str) -> None:
    """By whom the draft is read again, saved as live, or published through a revision."""
    lesson = _written_by_a_shell(how)
    lesson.live = True
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        lesson.save()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        lesson.save_revision().publish()
    with pytest.raises(ValidationError, match="In der Adresse steht „Gersthofen“"):
        LessonPage.objects.get(pk=lesson.pk).save_revision(clean=False).publish()
    assert not LessonPage.objects.get(pk=lesson.pk).live


@pytest.mark.django_db
def test_a_scheduled_draft_whose_address_names_a_place_is_put_back() -> None:
    """The run goes on with the other pages."""
    named, other = _written_by_a_shell("update"), LessonPageFactory(live=False)
    due = timezone.now() - timedelta(minutes=1)
    for lesson in (named, other):
        lesson.go_live_at = due
        lesson.save_revision(approved_go_live_at=due, clean=False)
    call_command("publish_scheduled")
    assert not LessonPage.objects.get(pk=named.pk).live
    assert LessonPage.objects.get(pk=other.pk).live


@pytest.mark.django_db
def test_a_draft_taken_off_comes_back_under_its_address() -> None:
    lesson = LessonPageFactory(statement="Wer zuerst fragt, spart sich den Streit.")
    lesson.unpublish()
    again = LessonPage.objects.get(pk=lesson.pk)
    again.save_revision().publish()
    assert LessonPage.objects.get(pk=lesson.pk).live
