"""Dates of the administration: typed and shown the German way, in both languages; never changed silently."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from knowledge.models import LessonPage, WorkingMeeting


def form_of(model: Any, **fields: str) -> Any:
    form = model.get_edit_handler().get_form_class()(fields)
    form.is_valid()
    return form


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15.05.2027", date(2027, 5, 15)),
        ("5.5.27", date(2027, 5, 5)),
        ("2027-05-15", date(2027, 5, 15)),
        ("31.02.2026", None),
        ("15. Mai 2027", None),
    ],
)
def test_a_date_is_read_or_refused(language: str, typed: str, read: date | None, db: None) -> None:
    with override(language):
        form = form_of(LessonPage, review_due=typed)
        assert form.cleaned_data.get("review_due") == read
        assert ("review_due" in form.errors) is (read is None)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15.05.2027 18:30", datetime(2027, 5, 15, 18, 30)),
        ("5.5.27 8:05", datetime(2027, 5, 5, 8, 5)),
        ("31.02.2026 18:30", None),
    ],
)
def test_a_moment_is_read_or_refused(language: str, typed: str, read: datetime | None, db: None) -> None:
    with override(language):
        form = form_of(LessonPage, go_live_at=typed)
        found = form.cleaned_data.get("go_live_at")
        assert (found and found.replace(tzinfo=None)) == read
        assert ("go_live_at" in form.errors) is (read is None)


def test_what_is_shown_can_be_sent_again(library: Any, admin: Client) -> None:
    meeting = WorkingMeeting.objects.exclude(date=None).first()
    assert meeting is not None
    address = reverse(meeting.snippet_viewset.get_url_name("edit"), args=[meeting.pk])
    shown = admin.get(address).text
    assert f'value="{meeting.date:%d.%m.%Y}"' in shown
    # The picker would put another date in the place of what it cannot read.
    script = shown.index("js/dates.js")
    assert shown.index("jquery.datetimepicker.js") < script < shown.index("date-time-chooser.js")
    assert shown[script:].index("</script>") < shown[script:].index("initDateChooser(")
