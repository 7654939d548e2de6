"""What the glossary's pages show beside its entries: how the search reads one, and which abbreviations the
records explain themselves.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import IndexView

from knowledge.base import VersionedForm
from knowledge.guard import rules
from search import service
from search.contract import EngineUnavailable
from search.language.mined import trusted
from search.models import GlossaryEntry

__all__ = ["GlossaryForm", "GlossaryIndexView", "UnderstoodPanel", "decide_pair"]

_DECISIONS = {"uebernehmen": GlossaryEntry.Kind.ABBREVIATION, "nicht": GlossaryEntry.Kind.BLOCKED}
_PERMISSIONS = ("search.add_glossaryentry", "search.change_glossaryentry")


class GlossaryForm(VersionedForm):
    """An entry of the glossary, shown to readers where the search explains itself: it names nobody."""

    def clean(self) -> dict[str, Any]:
        """Refuse what certainly names somebody, at its field."""
        cleaned: dict[str, Any] = super().clean()
        for name in ("term", "equivalents"):
            for item in rules.naming(GlossaryEntry(**{name: cleaned.get(name) or ""})):
                self.add_error(name, item.sentence)
        return cleaned


class UnderstoodPanel(Panel):
    """ "So versteht die Suche diesen Eintrag": normal form, root and parts of each word, rendered by the
    server.
    """

    class BoundPanel(Panel.BoundPanel):
        """The panel of one entry; a new one has nothing to show yet."""

        template_name = "knowledge/admin/glossary_understood.html"

        def is_shown(self) -> bool:
            """Once there is an entry."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """``rows``: line and its words (:class:`search.language.Word`)."""
            return {**(super().get_context_data(parent_context) or {}), "rows": self.instance.understood()}


class GlossaryIndexView(IndexView):
    """The list of entries, and below it the pairs of public records that nobody has decided about."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``pairs``: pair, and whether the search uses it."""
        context = super().get_context_data(*args, **kwargs)
        try:
            pairs = service.harvested()
        except EngineUnavailable:
            pairs = ()
        used = set(trusted(pairs))
        context["pairs"] = [{"pair": pair, "is_used": pair in used} for pair in pairs]
        context["may_decide"] = self.request.user.has_perms(_PERMISSIONS)
        return context


@require_POST
def decide_pair(request: HttpRequest) -> HttpResponse:
    """Adopt a pair of the records into the glossary, or refuse it."""
    if not request.user.has_perms(_PERMISSIONS):
        raise PermissionDenied
    short, long = request.POST.get("kurz", ""), request.POST.get("lang", "")
    kind = _DECISIONS.get(request.POST.get("entscheidung", ""))
    try:
        entry = GlossaryEntry.objects.decide(short, long, kind) if kind else None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        names = {"short": short, "long": long}
        if entry is None:
            messages.error(
                request,
                _("„%(short)s“ steht schon anders im Glossar. Bitte ändern Sie den Eintrag dort.") % names,
            )
        elif kind == GlossaryEntry.Kind.ABBREVIATION:
            messages.success(request, _("„%(short)s“ steht jetzt im Glossar für „%(long)s“.") % names)
        else:
            messages.success(request, _("Die Suche liest „%(short)s“ nicht mehr als „%(long)s“.") % names)
    return redirect(reverse(GlossaryEntry.snippet_viewset.get_url_name("list")))  # type: ignore[attr-defined]
