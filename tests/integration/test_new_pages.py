"""A page that is published at once and refused: what was typed is there afterwards, as a draft."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from knowledge.base import TEXT_FEATURES
from tests.unit.forms import form_class, posted

NAMED = "Frau Erika Mustermann aus Augsburg"

#: For each kind of page: a demo record, and the field a name is written into.
KINDS = {
    "method": ("M01", "purpose"),
    "lesson": ("L01", "observation"),
    "publication": ("P01", "title"),
    "case": ("F01", "history"),
    "text": ("ueber", "title"),
}

SECTION = {
    "sections-count": "1",
    "sections-0-type": "section",
    "sections-0-order": "0",
    "sections-0-deleted": "",
    "sections-0-value-title": "Kapitel",
    "sections-0-value-anchor": "kapitel",
    "sections-0-value-body": rich_text("<p>Text</p>", features=TEXT_FEATURES),
    "sections-0-value-derived_from-count": "0",
}


STREAMS = ("initial_situation", "attachments", "sections")


def record(library: Any, code: str) -> Any:
    return Page.objects.get(slug=code).specific if code == "ueber" else library.page(code)


def as_new(page: Any, reader: Any, **changes: str) -> QueryDict:
    """What the form sends for a new page with the words of this one."""
    form = form_class(type(page))(instance=page, for_user=reader)
    data = posted(form, {})
    rows = [row for formset in form.formsets.values() for row in formset.forms]
    for one in (form, *rows):
        for bound in one:
            if isinstance(bound.field.widget, DraftailRichTextArea):
                words = changes.pop(bound.name, None) if one is form else None
                data[bound.html_name] = rich_text(words or bound.value() or "", features=TEXT_FEATURES)
            elif bound.value() is False and bound.field.required:
                data[bound.html_name] = "False"
    for formset in form.formsets.values():
        data[f"{formset.prefix}-INITIAL_FORMS"] = "0"
    for row in rows:
        data.pop(f"{row.prefix}-id", None)
    data.update(SECTION)
    for name, value in changes.items():
        data[name] = value
    return data


def add_address(page: Any) -> str:
    meta = page._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, page.get_parent().pk])


def published(client: Client, page: Any, data: QueryDict) -> Any:
    data["action-publish"] = "true"
    return client.post(
        add_address(page),
        data.urlencode(),
        content_type="application/x-www-form-urlencoded",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_refused_new_page_stays_as_a_draft(
    kind: str, library: Any, admin: Client, author: Any, settings: Any
) -> None:
    settings.DEMO_CONTENT_ALLOWED = False
    code, field = KINDS[kind]
    page = record(library, code)
    before = set(type(page).objects.values_list("pk", flat=True))
    words = f"<p>{NAMED}</p>" if field not in ("purpose", "abstract", "title") else NAMED
    data = as_new(page, author, slug="", **{field: words})
    response = published(admin, page, data)
    assert response.status_code == 302, response.context["form"].errors
    draft = type(page).objects.exclude(pk__in=before).get()
    assert not draft.live
    assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    shown = admin.get(response.url).text
    assert "Mustermann" in shown
    assert "ist gespeichert, aber noch nicht veröffentlicht" in shown
    assert "Mustermann" in str(getattr(draft.get_latest_revision_as_object(), field))


def test_what_passes_is_published_at_once(library: Any, admin: Client, author: Any) -> None:
    page = record(library, "ueber")
    response = published(admin, page, as_new(page, author, slug="ueber-2"))
    assert response.status_code == 302
    new = type(page).objects.get(slug="ueber-2")
    assert new.live
    assert not new.has_unpublished_changes
    assert new.first_published_at is not None


def test_a_form_with_gaps_says_one_truth(library: Any, admin: Client, author: Any) -> None:
    """Wagtail's sentence says that nothing was saved, while its autosave keeps the draft."""
    page = library.page("M01")
    response = published(admin, page, as_new(page, author, slug="ein-neuer-text", purpose=""))
    assert "Noch nicht veröffentlicht" in response.text
    assert "nicht erstellt werden" not in response.text
    edited = admin.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**as_new(page, author, slug="neu", purpose="").dict(), "action-publish": "true"},
    )
    assert "Noch nicht veröffentlicht" in edited.text
    assert "nicht gespeichert werden" not in edited.text


@pytest.mark.parametrize("code", ["F01", "M01", "L01", "P01", "ueber"])
def test_a_title_alone_is_a_draft(code: str, library: Any, admin: Client, author: Any) -> None:
    """Whoever begins with the title has something to come back to; what is missing is asked at publishing."""
    page = record(library, code)
    form = form_class(type(page))(instance=type(page)(), parent_page=page.get_parent(), for_user=author)
    data = posted(form, {})
    for name in [name for name in data if "-" in name and not name.endswith(("_FORMS", "-count"))]:
        del data[name]  # rows
    for name in [name for name in data if name.endswith("TOTAL_FORMS")]:
        data[name] = "0"
    data.update({"title": "Was ich mir merken will", "draft_title": "", "slug": ""})
    if code == "L01":
        data["statement"] = "Was ich mir merken will"  # its title
    before = set(type(page).objects.values_list("pk", flat=True))
    for accept in ("text/html", "application/json"):
        response = admin.post(
            add_address(page),
            data.urlencode(),
            content_type="application/x-www-form-urlencoded",
            headers={"accept": accept},
        )
        told = response.context["form"].errors if response.context and "form" in response.context else ""
        assert (response.status_code, str(told)) in ((200, ""), (302, "")), response.text[:300]
    drafts = type(page).objects.exclude(pk__in=before)
    assert [draft.live for draft in drafts] == [False, False]
    for draft in drafts:
        edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        assert admin.get(edit).status_code == 200
        assert admin.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk])).status_code == 200
        refused = admin.post(
            edit, data.urlencode() + "&action-publish=true", content_type="application/x-www-form-urlencoded"
        )
        assert refused.status_code in (200, 302)
        draft.refresh_from_db()
        assert not draft.live or code == "ueber"


def typed(html: str) -> dict[str, str]:
    """What a browser sends of a form in which nothing was typed."""
    sent: dict[str, str] = {}
    for field in BeautifulSoup(html, "html.parser").select("#page-edit-form [name]"):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if name.startswith("action-") or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            if chosen is not None:
                sent[name] = str(chosen.get("value", ""))
        elif field.name == "textarea":
            sent[name] = field.text
        else:
            sent[name] = str(field.get("value", ""))
    return sent


@pytest.mark.parametrize("code", ["F01", "M01", "L01", "P01"])
def test_rows_that_were_opened_and_left_empty_block_no_draft(code: str, library: Any, admin: Client) -> None:
    """The first time, and again when the form that is open is saved once more by itself."""
    page = library.page(code)
    sent = typed(admin.get(add_address(page)).text)
    sent |= {"title": "Was ich mir merken will", "slug": ""}
    sent |= {"statement": "Was ich mir merken will"} if code == "L01" else {}
    sent |= {f"{name}-count": "0" for name in STREAMS if name in form_class(type(page)).base_fields}
    rows = {
        name.removesuffix("-TOTAL_FORMS"): int(sent[name]) for name in sent if name.endswith("-TOTAL_FORMS")
    }
    assert code == "P01" or any(rows.values()), "no row is opened"
    for name, count in rows.items():
        sent |= {f"{name}-{index}-ORDER": str(index + 1) for index in range(count)}
    before = set(type(page).objects.values_list("pk", flat=True))
    response = admin.post(add_address(page), sent, headers={"accept": "application/json"})
    assert response.status_code == 200, response.text[:2000]
    (draft,) = type(page).objects.exclude(pk__in=before)
    again = sent | response.json()["field_updates"]
    response = admin.post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), again, headers={"accept": "application/json"}
    )
    assert response.status_code == 200, response.text[:2000]
    kept = draft.get_latest_revision_as_object()
    assert {name: getattr(kept, name).count() for name in rows if hasattr(kept, name)} == dict.fromkeys(
        (name for name in rows if hasattr(kept, name)), 0
    )


def test_lesson_without_its_sentence_is_asked_for_it(library: Any, admin: Client, author: Any) -> None:
    page = library.page("L01")
    data = as_new(page, author, slug="", statement="")
    response = admin.post(
        add_address(page), data.urlencode(), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert "statement" in response.context["form"].errors
