"""What stands beside a case and never in a revision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cases.models import CasePage, PublicationRefused, ReleaseLink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "revoked", "is_open"), [(1, False, True), (-1, False, False), (1, True, False)]
)
def test_a_link_is_open_until_its_end_or_until_it_is_revoked(days: int, revoked: bool, is_open: bool) -> None:
    now = timezone.now()
    link = ReleaseLink(expires_at=now + timedelta(days=days), revoked_at=now if revoked else None)
    assert link.is_open is is_open


def test_a_case_saved_as_a_plain_page_passes_the_gate(draft: CasePage) -> None:
    page = Page.objects.get(pk=draft.pk)
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
    assert not CasePage.objects.get(pk=draft.pk).live
    page.live = False
    page.save(update_fields=["draft_title"])
