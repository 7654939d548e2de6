"""``/media/`` as it is in production: pictures after a look at who may see them, documents never, nothing
listed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client, RequestFactory
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.users.models import UserProfile

from knowledge.models import LibraryDocument, LibraryImage
from knowledge.web.media import media

pytestmark = pytest.mark.usefixtures("library")


def _drawn() -> ContentFile[bytes]:
    target = io.BytesIO()
    Image.new("RGB", (240, 160), (120, 140, 90)).save(target, "PNG")
    return ContentFile(target.getvalue(), name="zeichnung.png")


@pytest.fixture
def picture(library: Any) -> LibraryImage:
    image = LibraryImage(title="Eine Skizze", file=_drawn())
    image.save()
    return image


@pytest.fixture
def private(picture: LibraryImage) -> LibraryImage:
    """The picture below a collection that only alumni may see."""
    root = Collection.get_first_root_node()
    above = root.add_child(instance=Collection(name="Nur Alumni"))
    restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="Alumni"))
    picture.collection = above.add_child(instance=Collection(name="Darunter"))
    picture.save()
    return picture


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_public_picture_is_served_and_kept_by_caches(picture: LibraryImage, client: Client) -> None:
    rendition = picture.get_rendition("width-100")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert Image.open(io.BytesIO(_body(response))).width == 100
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.headers.get("Vary", "") and not response.cookies
    original = client.get(picture.file.url)
    assert (original.status_code, original.headers["Cache-Control"]) == (200, "public, max-age=3600")
    assert client.head(rendition.url).status_code == 200
    assert client.post(rendition.url).status_code == 405


def test_a_private_picture_stays_private(private: LibraryImage, client: Client, signed_in: Any) -> None:
    addresses = [private.file.url, private.get_rendition("width-100").url]
    for address in addresses:
        assert client.get(address).status_code == 404
        for name in ("alumna", "redaktion", "admin"):
            response = signed_in(name).get(address)
            assert response.status_code == 200, name
            assert (
                "no-store" in response.headers["Cache-Control"]
                and "private" in response.headers["Cache-Control"]
            )
            assert "Cookie" in response.headers["Vary"]
    stranger = get_user_model().objects.create_user("fremd", password="x")
    other = Client()
    other.force_login(stranger)
    assert [other.get(address).status_code for address in addresses] == [404, 404]


def test_documents_are_never_served_by_their_path(library: Any, client: Client, signed_in: Any) -> None:
    document = LibraryDocument.objects.first()
    assert document is not None and document.file.storage.exists(document.file.name)
    assert client.get(document.file.url).status_code == 404
    assert signed_in("admin").get(document.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "original_images/",
        "original_images",
        "documents/",
        "../db.sqlite3",
        "images/..%2f..%2fmanage.py",
        "images/x.png",
        "%00.png",
    ],
)
def test_nothing_is_listed_and_nothing_else_is_there(
    path: str, client: Client, picture: LibraryImage
) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_that_no_record_names_is_not_there(
    picture: LibraryImage, client: Client, settings: Any
) -> None:
    stray = Path(settings.MEDIA_ROOT) / "images" / "stray.png"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(_drawn().read())
    assert client.get("/media/images/stray.png").status_code == 404
    picture.file.storage.delete(picture.file.name)
    assert client.get(picture.file.url).status_code == 404


def test_portraits_are_for_the_administration(client: Client, signed_in: Any) -> None:
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="redaktion"))
    profile.avatar.save("portrait.png", _drawn())
    assert client.get(profile.avatar.url).status_code == 404
    assert signed_in("alumna").get(profile.avatar.url).status_code == 404
    assert signed_in("moderation").get(profile.avatar.url).status_code == 200


def test_nginx_may_send_what_may_be_seen(
    private: LibraryImage, settings: Any, rf: RequestFactory, signed_in: Any, client: Client
) -> None:
    settings.MEDIA_ACCEL_REDIRECT = "/_media/"
    path = private.get_rendition("width-100").file.name
    response = signed_in("alumna").get(f"/media/{path}")
    assert response.headers["X-Accel-Redirect"] == f"/_media/{path}"
    assert (response.content, response.headers["Content-Type"]) == (b"", "image/png")
    assert "X-Accel-Redirect" not in client.get(f"/media/{path}").headers
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        media(request, path)
