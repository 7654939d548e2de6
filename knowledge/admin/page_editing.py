"""Deciding about a page in its form: one click is one decision, and whatever became of it is said.

Wagtail's autosave sends the same form as the button, shortly after it, with the decision inside. Here a
decision is made by the button alone, about the text that was on the screen; a second one is told what became
of the first. ``static/js/decisions.js`` keeps the browser from sending twice, the model (``SitePage.save``)
keeps an older state from being written over a published one.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from knowledge.models import OutdatedPage

__all__ = ["LibraryCreateView", "LibraryEditView", "LibraryPageViewSet", "LibraryWorkflowActionView"]

_TO_READERS = ("publish", "submit", "restart_workflow")


def _sentence(error: PermissionDenied) -> str:
    return str(error) or _(
        "Nicht genehmigt: Wer den Text geschrieben oder geändert hat, genehmigt ihn nicht selbst, und"
        " genehmigt wird nur, was eingereicht ist. Was noch fehlt, steht unter „Freigabe und Prüfung“."
    )


def _with_gaps(view: CreateView | EditView, form: Any) -> HttpResponse:
    """The form again: what keeps it from its readers. Autosave keeps the draft meanwhile, so nothing is said
    about saving.
    """
    reason = _(
        "Noch nicht veröffentlicht und nicht eingereicht: Einige Angaben fehlen oder stimmen nicht; sie sind"
        " unten markiert."
    )
    messages.validation_error(view.request, reason, form)
    view.has_unsaved_changes = True
    return view.render_to_response(view.get_context_data())


class LibraryCreateView(CreateView):
    """The form of a new page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is missing; a draft may have gaps, so this is no matter of saving."""
        if self.expects_json_response or self.action_name == "save":
            return super().form_invalid(form)
        return _with_gaps(self, form)

    def publish_action(self) -> HttpResponse:
        """A new page is a draft before it is published, so that it is still there when it is refused."""
        self.page.live = False
        return super().publish_action()


class LibraryEditView(EditView):
    """The form of a page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is missing; a draft may have gaps, so this is no matter of saving."""
        if self.expects_json_response or self.locked_for_user or self.action_name not in _TO_READERS:
            return super().form_invalid(form)
        return _with_gaps(self, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, publish or decide; what is refused is said on the same page, and what was typed stays."""
        decides = bool(request.POST.get("action-workflow-action"))
        if decides and self.expects_json_response:
            return self.json_error_response(
                "invalid_revision",
                _("Entschieden wird nur mit dem Knopf, nicht beim automatischen Speichern."),
            )
        reason = self._why_not_now() if decides else ""
        if reason:
            return self._stay_with(reason)
        try:
            return super().post(request, *args, **kwargs)
        except OutdatedPage as error:
            return self._stay_with(str(error))
        except PermissionDenied as error:
            if not decides:
                raise
            messages.error(request, _sentence(error))
            return self.redirect_and_remain()

    def _why_not_now(self) -> str:
        if self.page.current_workflow_task is None:
            state = _("Sie ist veröffentlicht.") if self.page.live else _("Sie ist ein Entwurf.")
            return " ".join(
                [
                    _(
                        "Zu dieser Seite steht keine Prüfung mehr an; jemand (oder Ihr erster Klick) war"
                        " schneller."
                    ),
                    state,
                ]
            )
        if self.is_out_of_date:
            return _(
                "Inzwischen gibt es eine neuere Fassung des Textes. Bitte lesen Sie ihn noch einmal, bevor"
                " Sie entscheiden."
            )
        return ""

    def _stay_with(self, reason: str) -> HttpResponse:
        """The newest state with the reason; what was typed beyond it stays in the form."""
        form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        messages.error(self.request, reason)
        if not form.has_changed():
            return self.redirect_and_remain()
        self.form, self.has_unsaved_changes = form, True
        return self.render_to_response(self.get_context_data())


class LibraryWorkflowActionView(WorkflowActionView):
    """Deciding without the form, from the home page of the administration."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide; what is refused is said."""
        try:
            return super().post(request, *args, **kwargs)
        except PermissionDenied as error:
            messages.error(request, _sentence(error))
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return HttpResponse(status=302, headers={"Location": self.redirect_url})


class LibraryPageViewSet(PageViewSet):
    """Wagtail's views of every page, with these three in the place of its own."""

    add_view_class = LibraryCreateView
    edit_view_class = LibraryEditView
    workflow_action_view_class = LibraryWorkflowActionView
