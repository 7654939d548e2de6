"""From a request to what its reader may see. The apps say how; without their word everybody is the public."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from search.contract import Viewer

__all__ = ["register_viewer", "viewer_of"]

_resolvers: list[Callable[[HttpRequest], Viewer]] = []


def register_viewer(resolver: Callable[[HttpRequest], Viewer]) -> None:
    """Register the function that knows the audiences of a request's user; the last one counts."""
    _resolvers.append(resolver)


def viewer_of(request: HttpRequest) -> Viewer:
    """What the reader of this request may see."""
    return _resolvers[-1](request) if _resolvers else Viewer()
