"""The short form of a page's entry phrases: one sentence a line, saved without publishing the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from knowledge.admin.learning import PERMISSION, learn_address
from knowledge.base import SitePage
from knowledge.guard import PublicTextRefused
from knowledge.models import EntryPhrase, OpenQuestion
from knowledge.phrases import PhrasesChanged, replace_phrases, version_of
from search import registry, service
from search.contract import SearchRequest, Viewer
from search.public_forms import private_page
from search.unanswered import K, leading_clusters, unanswered_clusters

__all__ = ["entry_phrases", "may_phrase"]

SHOWN = 12
"""Groups of searches on the page of a record."""
LOOKED_AT = 25
"""So many of the largest groups without an answer are searched for, to know which records come near."""
NEAREST = 3


def may_phrase(user: Any, page: Page) -> bool:
    """Whether this person says how people ask for this page."""
    return bool(issubclass(page.specific_class or Page, SitePage) and user.has_perm(PERMISSION))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def entry_phrases(request: HttpRequest, pk: int) -> HttpResponse:
    """One line a sentence; what cannot be saved stays in the field, with the reason beside it."""
    page = get_object_or_404(Page, pk=pk).specific
    if not may_phrase(request.user, page):
        raise PermissionDenied
    stored = EntryPhrase.objects.of(page).texts()
    context: dict[str, Any] = {"typed": "\n".join(stored), "version": version_of(stored)}
    if request.method == "POST":
        refused = _save(request, page)
        if refused is None:
            return redirect("entry_phrases", pk=pk)
        sent = {"typed": request.POST.get("saetze", ""), "version": request.POST.get("stand", "")}
        context = sent | refused
    return render(
        request,
        "knowledge/admin/entry_phrases.html",
        {
            "page_title": _("So wird danach gefragt"),
            "page_subtitle": page.get_admin_display_title(),
            "header_icon": "search",
            "page": page,
            "most": EntryPhrase.MOST,
            "most_characters": EntryPhrase.MOST_CHARACTERS,
            "advised": EntryPhrase.ADVISED,
            **_searches(page),
            "k": K,
            "learned": list(EntryPhrase.objects.of(page).filter(is_learned=True)),
            **context,
        },
        status=422 if "errors" in context else 200,
    )


def _searches(page: SitePage) -> dict[str, Any]:
    """``led``: groups of searches that led here; ``failed``: groups without an answer that come nearest to
    this page; ``asked``: how many questions were asked after reading it. Nothing that fewer than K share.
    """
    source = registry.source_of(page)
    if source is None:
        return {"led": [], "failed": [], "asked": 0}
    key = source.key(page)
    asked = OpenQuestion.objects.filter(asked_on=page.pk).count()
    return {
        "led": leading_clusters(key)[:SHOWN],
        "failed": [
            (cluster, learn_address(topic=" ".join(cluster.words), page=page))
            for cluster in unanswered_clusters()[:LOOKED_AT]
            if key in _nearest(" ".join(cluster.words))
        ],
        "asked": asked if asked >= K else 0,
    }


def _nearest(words: str) -> list[str]:
    """Keys of the first hits."""
    found = service.run(SearchRequest(words, limit=NEAREST), Viewer(), count_miss=False)
    return [hit.key for hit in found.hits]


def _save(request: HttpRequest, page: SitePage) -> dict[str, Any] | None:
    """``None`` where it is saved, else ``errors``, and what the form needs to be sent once more."""
    try:
        rows = replace_phrases(
            page=page,
            texts=request.POST.get("saetze", "").splitlines(),
            user=request.user,
            confirmed="keine_namen" in request.POST,
            seen=request.POST.get("stand", ""),
        )
    except PhrasesChanged as error:
        # What is sent next counts: the person who reads it now knows both.
        return {"errors": error.messages, "version": version_of(error.stored)}
    except PublicTextRefused as error:
        found = error.findings
        can_be_confirmed = not any(item.is_certain for item in found)
        return {"errors": [item.sentence for item in found], "can_be_confirmed": can_be_confirmed}
    except ValidationError as error:
        return {"errors": error.messages}
    said = ngettext(
        "Gespeichert: %(count)s Satz. Die Suche findet den Eintrag ab jetzt auch so.",
        "Gespeichert: %(count)s Sätze. Die Suche findet den Eintrag ab jetzt auch so.",
        len(rows),
    )
    messages.success(request, said % {"count": len(rows)})
    return None
