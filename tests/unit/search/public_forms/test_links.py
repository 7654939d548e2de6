"""What a closed link answers, and that the words of who came too late are given back."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from search.public_forms import closed_link

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("why", "status", "said"),
    [
        ("fremd", 404, "führt nirgendwohin"),
        ("zurueckgezogen", 404, "zurückgezogen"),
        ("beantwortet", 200, "Ihre Antwort ist da"),
        ("vorbei", 410, "abgelaufen"),
        ("erledigt", 410, "braucht keine Antwort mehr"),
    ],
)
def test_each_reason_has_its_status_and_its_sentence(why: str, status: int, said: str) -> None:
    request = RequestFactory().post("/", {"text": "Getippt & weg?", "anderes": "nicht gemeint"})
    answer = closed_link(request, why, "text")
    page = answer.content.decode()
    assert answer.status_code == status and said in page
    assert "Getippt &amp; weg?" in page and "nicht gemeint" not in page
