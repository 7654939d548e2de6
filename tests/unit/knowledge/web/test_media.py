"""Pictures by name: only those a record names, cached for as long as they stay true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import CollectionViewRestriction

from knowledge.models import LibraryImage
from knowledge.web.media import media

pytestmark = pytest.mark.django_db
NAME = "original_images/abc.png"


@pytest.fixture
def image(settings: Any, tmp_path: Path) -> LibraryImage:
    """A stored picture and its row."""
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "original_images").mkdir()
    (tmp_path / NAME).write_bytes(b"\x89PNG")
    (made,) = LibraryImage.objects.bulk_create([LibraryImage(title="Hof", file=NAME, width=1, height=1)])
    return made


def asked(rf: RequestFactory) -> Any:
    request = rf.get(f"/media/{NAME}")
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_public_picture_may_be_cached(image: LibraryImage, rf: RequestFactory) -> None:
    response = media(asked(rf), NAME)
    assert response["Content-Type"] == "image/png"
    assert {"public", "max-age=3600"} <= set(response["Cache-Control"].split(", "))


def test_web_server_in_front_sends_the_file(image: LibraryImage, rf: RequestFactory, settings: Any) -> None:
    settings.MEDIA_ACCEL_REDIRECT = "/intern/"
    assert media(asked(rf), NAME)["X-Accel-Redirect"] == f"/intern/{NAME}"


@pytest.mark.parametrize(
    "path", ["documents/x.pdf", "original_images/fehlt.png", "avatar_images/x.png", "abc"]
)
def test_what_no_picture_names_is_not_there(image: LibraryImage, rf: RequestFactory, path: str) -> None:
    with pytest.raises(Http404):
        media(asked(rf), path)


def test_restricted_picture_is_hidden_from_a_stranger(image: LibraryImage, rf: RequestFactory) -> None:
    CollectionViewRestriction.objects.create(
        collection=image.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    with pytest.raises(Http404):
        media(asked(rf), NAME)
