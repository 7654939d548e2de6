"""The editors' side of contributions: a short form that republishes no page, a list by state, and one page
where a contribution is read and decided about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, InspectView

from knowledge import contributions
from knowledge.admin.inbox import InboxKind, InboxRow, inbox_kind
from knowledge.admin.private_snippets import PrivateSnippetViewSet
from knowledge.contributions import Contribution, contribution_models
from knowledge.enums import ContributionState
from knowledge.guard import GuardUnavailable, OpenFinding, kind_name
from knowledge.models import FindingDecision
from search.models import OutdatedRecord

__all__ = ["ContributionViewSet", "add_buttons", "decide_contribution", "may_decide", "received"]


def _permission(model: type[Contribution], action: str) -> str:
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def _address(model: type[Contribution], view: str, *args: Any) -> str:
    """Where a view of this kind is."""
    viewset: Any = model.snippet_viewset  # type: ignore[attr-defined]
    return reverse(viewset.get_url_name(view), args=args)


def may_decide(user: Any, model: type[Contribution]) -> bool:
    """Whether this person accepts and rejects contributions of this kind."""
    return bool(user.has_perm(_permission(model, "decide")))


# --------------------------------------------------------------------------- views


class _AddView(CreateView):
    """The form begins with the record it is about and what that record proposes."""

    def get_initial_form_instance(self) -> Contribution:
        """A new contribution to the page whose id the address names."""
        about = self.model._meta.get_field(self.model.about)
        key = self.request.GET.get(about.name, "")
        record = about.related_model.objects.filter(pk=key).first() if key.isdigit() else None
        return self.model(**({about.name: record, **self.model.proposed_for(record)} if record else {}))

    def save_instance(self) -> Contribution:
        """Who entered it may not be who accepts it."""
        self.form.instance.submitted_by = self.request.user
        saved: Contribution = super().save_instance()
        return saved

    def get_success_url(self) -> str:
        """The page where it is decided about."""
        return _address(self.model, "inspect", self.object.pk)

    def get_success_buttons(self) -> list[Any]:
        """None: that page is open already."""
        return []


class _ChangeView(EditView):
    """The words alone; the state moves elsewhere."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, unless somebody saved in the same moment."""
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except OutdatedRecord as error:
            form.add_error(None, str(error))
            response = self.form_invalid(form)
        return response

    def get_success_url(self) -> str:
        """The page where it is decided about."""
        return _address(self.model, "inspect", self.object.pk)


class _ListView(IndexView):
    """The newest first, each leading to the page where it is decided about."""

    def get_base_queryset(self) -> Any:
        """With the record, which every row prints."""
        return super().get_base_queryset().select_related(self.model.about)

    def get_edit_url(self, instance: Any) -> str | None:
        """Reading comes before changing."""
        return self.get_inspect_url(instance) or super().get_edit_url(instance)


class _ReadView(InspectView):
    """A contribution with what the guard found, and what can be done with it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``contribution``, ``rows`` of open findings with the ``reasons`` why one may stand, ``own``:
        whether a second person has to accept it.
        """
        row: Contribution = self.object
        may = may_decide(self.request.user, type(row))
        findings: list[OpenFinding] = []
        try:
            findings = row.open_findings() if row.is_received else []
        except GuardUnavailable as error:
            messages.error(self.request, error.messages[0])
        return super().get_context_data(**kwargs) | {
            "contribution": row,
            "may_decide": may,
            "own": row.needs_second_person and row.submitted_by_id == self.request.user.pk,
            "rows": [
                {
                    "mark": item.mark,
                    "field": item.label,
                    "kind": kind_name(item.kind),
                    "words": item.words,
                    "is_certain": item.is_certain,
                }
                for item in findings
            ],
            "reasons": FindingDecision.Reason.choices,
            "decide_url": reverse(
                "decide_contribution", args=[row._meta.app_label, row._meta.model_name, row.pk]
            ),
        }


class ContributionViewSet(PrivateSnippetViewSet):
    """Contributions of one kind: received, accepted, rejected."""

    copy_view_enabled = False
    inspect_view_enabled = True
    add_view_class = _AddView
    edit_view_class = _ChangeView
    index_view_class = _ListView
    inspect_view_class = _ReadView
    inspect_template_name = "knowledge/admin/contribution.html"
    ordering: ClassVar[Any] = ["-received_at", "-pk"]

    @property
    def list_display(self) -> list[Any]:
        """What it says in a word, the record, state, way and day."""
        about = self.model.about
        return [
            "__str__",
            Column(about, label=self.model._meta.get_field(about).verbose_name, sort_key=about),
            Column("state", label=gettext_lazy("Stand"), accessor="get_state_display", sort_key="state"),
            Column("origin", label=gettext_lazy("Weg"), accessor="get_origin_display"),
            DateColumn("received_at", label=gettext_lazy("Eingegangen"), sort_key="received_at"),
        ]

    @property
    def list_filter(self) -> list[str]:
        """By state and by record."""
        return ["state", self.model.about]

    @property
    def _own_fields(self) -> list[Any]:
        return [
            field for field in self.model._meta.concrete_fields if field.editable and not field.primary_key
        ]

    @property
    def list_export(self) -> list[str]:
        """What was written, state, way and day, for Excel or CSV; not who wrote."""
        own = [f"get_{field.name}_display" if field.choices else field.name for field in self._own_fields]
        return [*own, "get_state_display", "get_origin_display", "received_at"]

    @property
    def export_headings(self) -> dict[str, Any]:
        """As the form calls its choices."""
        chosen = [field for field in self.model._meta.concrete_fields if field.choices]
        return {f"get_{field.name}_display": field.verbose_name for field in chosen}

    @property
    def inspect_view_fields(self) -> list[str]:
        """What was written, then what became of it."""
        own = [field.name for field in self._own_fields]
        return [*own, "state", "origin", "received_at", "submitted_by", "decided_at", "decided_by",
                "decision", "public_from", "keep_until"]  # fmt: skip


@require_POST
def decide_contribution(request: HttpRequest, app: str, name: str, pk: int) -> HttpResponse:
    """Accept, reject with a reason, or put back; then the contribution again, with what was done."""
    model = apps.get_model(app, name)
    if model not in contribution_models():
        raise Http404
    if not may_decide(request.user, model):
        raise PermissionDenied
    row = get_object_or_404(model, pk=pk)
    try:
        messages.success(request, _done(request, row))
    except (ValidationError, ValueError, OutdatedRecord) as error:
        for sentence in getattr(error, "messages", [str(error)]):
            messages.error(request, sentence)
    return redirect(_address(model, "inspect", pk))


def _done(request: HttpRequest, row: Contribution) -> str:
    """Do what the button says; the sentence for the person who pressed it."""
    user, wish = request.user, request.POST.get("entscheidung")
    if wish == "annehmen":
        reasons = {
            name.removeprefix("grund-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("grund-") and value
        }
        contributions.accept(contribution=row, user=user, reasons=reasons)
        if row.is_waiting:
            return _("Angenommen. Angemeldete sehen es jetzt, alle mit der nächsten Sammlung.")
        return _("Angenommen und für alle zu sehen.")
    if wish == "ablehnen":
        contributions.reject(contribution=row, user=user, reason=request.POST.get("decision", ""))
        return _("Abgelehnt. Bis zum Tag der Löschung lässt sich das zurücknehmen.")
    if wish == "zurueck":
        contributions.put_back(contribution=row, user=user)
        return _("Zurückgenommen: Der Beitrag wartet wieder auf eine Entscheidung.")
    raise ValueError(_("Diese Entscheidung gibt es nicht."))


# --------------------------------------------------------------------------- ways there


def received(user: AbstractBaseUser) -> list[InboxKind]:
    """Kinds that this person decides about and of which some wait."""
    found: list[InboxKind] = []
    for model in contribution_models():
        if may_decide(user, model):
            found += inbox_kind(
                model.objects.received().select_related(model.about).order_by("received_at", "pk"),
                label=str(model._meta.verbose_name_plural),
                url=f"{_address(model, 'list')}?state={ContributionState.RECEIVED}",
                row=_inbox_row,
            )
    return found


def _inbox_row(row: Contribution) -> InboxRow:
    return InboxRow(str(row), _address(type(row), "inspect", row.pk), str(row.record), row.received_at)


def add_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Buttons of a page that lead to the short forms of what can be contributed to it."""
    for model in contribution_models():
        about = model._meta.get_field(model.about)
        if model.can_be_about(page.specific_class) and user.has_perm(_permission(model, "add")):
            yield Button(
                _("%(kind)s eintragen") % {"kind": model._meta.verbose_name},
                f"{_address(model, 'add')}?{about.name}={page.pk}",
                icon_name="plus",
                priority=11,
            )
