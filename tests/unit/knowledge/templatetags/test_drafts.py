"""What a page tells the script of the drafts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from knowledge.accounts.owner_marks import owner_mark


@pytest.mark.parametrize("pk", [7, None])
def test_script_and_form_carry_the_mark_of_the_account(pk: int | None) -> None:
    user = SimpleNamespace(pk=pk, is_authenticated=pk is not None)
    template = Template("{% load drafts %}{% draft_script %}{% owner_field %}")
    page = template.render(Context({"request": SimpleNamespace(user=user)}))
    assert f'data-owner="{owner_mark(user)}"' in page
    assert f'name="konto" value="{owner_mark(user)}"' in page
    assert "js/drafts.js" in page and 'data-discard="Verwerfen"' in page


def test_page_without_request_has_no_owner() -> None:
    assert 'data-owner=""' in Template("{% load drafts %}{% draft_script %}").render(Context())
