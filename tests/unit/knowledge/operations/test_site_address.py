"""The address of the library: what one is, and the site record that follows it."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from knowledge.operations.site_address import address_of, align_site
from tests.factories import HomePageFactory


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://bibliothek.example", ("bibliothek.example", 443)),
        ("https://bibliothek.example/", ("bibliothek.example", 443)),
        ("http://127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("http://bibliothek.example", ("bibliothek.example", 80)),
    ],
)
def test_host_and_port(url: str, address: tuple[str, int]) -> None:
    assert address_of(url) == address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("bibliothek.example", "keine Adresse"),
        ("ftp://bibliothek.example", "keine Adresse"),
        ("https://bibliothek.example/wissen", "nennt einen Pfad"),
        ("https://bibliothek.example/?a=1", "nennt einen Pfad"),
        ("https://bibliothek.example:8443", "nur der Port 443"),
        ("http://bibliothek.example:443", "nur der Port 443"),
    ],
)
def test_address_from_which_no_link_can_be_built(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        address_of(url)


@pytest.mark.django_db
def test_site_follows_the_address(settings: Any) -> None:
    Site.objects.all().delete()
    assert align_site() is None
    Site.objects.create(hostname="alt", root_page=HomePageFactory(), is_default_site=True)
    settings.PUBLIC_URL = "https://bibliothek.example"
    align_site()
    assert Site.objects.values_list("hostname", "port").get() == ("bibliothek.example", 443)
