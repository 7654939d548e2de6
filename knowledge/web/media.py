"""``/media/``: pictures, each after a look at who may see it. Nothing is listed, and a file that no record
names is not there.

Documents are never served from here: their address is that of Wagtail's view, which asks the rules of reading
first.
"""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.images import get_permission_policy
from wagtail.models import CollectionViewRestriction
from wagtail.users.models import UserProfile

from knowledge.models import LibraryImage, LibraryRendition
from search.public_forms import keep_private

__all__ = ["media"]

_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_A_YEAR = 365 * 24 * 3600
"""A picture keeps its random name for life, so what has been fetched once stays true."""
_AN_HOUR = 3600


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition, an original or the portrait of an editor; 404 for everything else and for everybody who
    may not see it.
    """
    kind = _TYPES.get(path.rpartition(".")[2].lower())
    if kind is None:
        raise Http404
    rendition = LibraryRendition.objects.select_related("image__collection").filter(file=path).first()
    image = (
        rendition.image
        if rendition is not None
        else LibraryImage.objects.select_related("collection").filter(file=path).first()
    )
    if image is None and not _is_portrait_for(request, path):
        raise Http404
    is_public = image is not None and not _restrictions(image)
    if image is not None and not is_public and not _may_see(request, image):
        raise Http404
    response = _send(request, path)
    response["Content-Type"] = kind
    if is_public:
        patch_cache_control(
            response,
            public=True,
            max_age=_A_YEAR if rendition is not None else _AN_HOUR,
            **({"immutable": True} if rendition else {}),
        )
    else:
        keep_private(response)
        patch_vary_headers(response, ["Cookie"])
    return response


def _send(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file itself, or where the web server in front finds it (``MEDIA_ACCEL_REDIRECT``)."""
    if not settings.MEDIA_ACCEL_REDIRECT:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_REDIRECT.rstrip('/')}/{quote(path)}"
    return response


def _restrictions(image: LibraryImage) -> list[CollectionViewRestriction]:
    """What keeps the collection of a picture, or one above it, from the public."""
    return list(image.collection.get_view_restrictions())


def _may_see(request: HttpRequest, image: LibraryImage) -> bool:
    """Whoever the restrictions let in, and editors who work with the picture."""
    if all(restriction.accept_request(request) for restriction in _restrictions(image)):
        return True
    user = request.user
    return user.is_authenticated and get_permission_policy().user_has_any_permission_for_instance(
        user, ["change", "delete", "choose"], image
    )


def _is_portrait_for(request: HttpRequest, path: str) -> bool:
    """Portraits of accounts are for those who work in the administration."""
    return (
        path.startswith("avatar_images/")
        and request.user.has_perm("wagtailadmin.access_admin")
        and UserProfile.objects.filter(avatar=path).exists()
    )
