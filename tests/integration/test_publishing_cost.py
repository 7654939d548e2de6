"""What one publication asks of the database, by the two ways an editor and a command go: few questions, the
same number however many rows a record has, and once for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from knowledge.base import TEXT_FEATURES
from tests.integration.conftest import Library
from tests.unit.forms import form_class, posted

MOST = {"F01": 80, "F05": 80, "L01": 47, "L05": 47}
"""Queries of one publication, savepoints counted; the index and the scrub follow after the commit."""

RICH = ("history",)


def sent_by_the_form(page: Any, reader: Any) -> dict[str, Any]:
    """What the browser sends when nothing was changed."""
    form = form_class(type(page))(instance=page, for_user=reader)
    fields: dict[str, Any] = {
        name: rich_text(getattr(page, name) or "", features=TEXT_FEATURES)
        for name in RICH
        if hasattr(page, name)
    }
    for number, block in enumerate(getattr(page, "initial_situation", ())):
        fields |= {
            f"initial_situation-{number}-value": rich_text(block.value.source, features=TEXT_FEATURES),
            f"initial_situation-{number}-id": block.id,
        }
    if page.latest_revision:
        fields |= {"loaded_revision_id": page.latest_revision.pk}
        fields |= {"loaded_revision_created_at": page.latest_revision.created_at.isoformat()}
    return {name: values if len(values) > 1 else values[0] for name, values in posted(form, fields).lists()}


@pytest.mark.parametrize("code", MOST)
def test_publishing_a_revision(
    code: str, library: Library, count_queries: Callable[[int], Any], django_user_model: Any
) -> None:
    user = django_user_model.objects.get(username="admin")
    library.page(code).save_revision(user=user).publish(user=user)
    revision = library.page(code).save_revision(user=user)
    with count_queries(MOST[code]):
        revision.publish(user=user)
    assert library.page(code).live_revision_id == revision.pk


@pytest.mark.parametrize("code", ["F01", "F05"])
def test_publishing_in_the_form(
    code: str, library: Library, signed_in: Any, django_user_model: Any, record_property: Any
) -> None:
    """The form itself (fields, choices, permissions, the new revision) is Wagtail's; it is asked twice, with
    and without the wish to publish.
    """
    user = django_user_model.objects.get(username="admin")
    client = signed_in("admin")
    counts = {}
    for wish in ({}, {"action-publish": "1"}, {}, {"action-publish": "1"}):
        page = library.page(code)
        sent = sent_by_the_form(page.get_latest_revision_as_object(), user) | wish
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        counts["publish" if wish else "save"] = len(queries)
    record_property("queries", str(counts))
    page = library.page(code)
    assert page.live and not page.has_unpublished_changes
    assert counts["publish"] - counts["save"] <= MOST[code], counts
