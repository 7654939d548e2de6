"""The stylesheet of the host's colours has an address of its own."""

from __future__ import annotations

import pytest
from django.test import Client

from knowledge.host import Colours

GREEN = Colours("#00664f", "#006650", "#d04a02")


def test_the_stylesheet_is_kept_for_ever_under_its_content(client: Client) -> None:
    response = client.get(f"/aussehen/{GREEN.key}.css")
    assert response.status_code == 200 and response.text == GREEN.stylesheet
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"] and not response.cookies


@pytest.mark.django_db
def test_a_name_that_does_not_fit_its_content_is_not_there(client: Client) -> None:
    assert client.get(f"/aussehen/{GREEN.key[:-8]}00000000.css").status_code == 404
    assert client.get("/aussehen/rot.css").status_code == 404
