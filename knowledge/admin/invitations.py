"""The page on which organisers invite people from a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from knowledge.accounts import invitations
from knowledge.models import ForumCycle
from knowledge.permissions import ROLE_LABELS
from search.public_forms import private_page

__all__ = ["invite_people", "may_invite"]

_PERMISSION = "knowledge.add_cyclemembership"


def may_invite(user: Any) -> bool:
    """Whether somebody may say who belongs to a cycle."""
    return bool(user.has_perm(_PERMISSION))


class InvitationForm(forms.Form):
    """Addresses, a role, a cycle."""

    people = forms.CharField(
        label=gettext_lazy("Mailadressen"),
        help_text=gettext_lazy(
            "Eine je Zeile oder durch Komma getrennt, auch mit Namen: Vorname Nachname"
            " &lt;name@rathaus.example&gt;."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=())
    cycle = forms.ModelChoiceField(
        label=gettext_lazy("Staffel"),
        queryset=ForumCycle.objects.order_by("-number"),
        required=False,
        help_text=gettext_lazy("Wer teilgenommen hat, liest auch, was nur für diese Staffel da ist."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, ROLE_LABELS[role]) for role in invitations.roles_to_give(user)
        ]

    def clean_people(self) -> list[tuple[str, str]]:
        """Raises ``ValidationError`` with what is no address."""
        return invitations.listed(self.cleaned_data["people"])


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request: HttpRequest) -> HttpResponse:
    """Read the list, invite, and say of each address what became of it."""
    if not may_invite(request.user):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, user=request.user)
    invited: list[invitations.Invited] = []
    if request.method == "POST" and form.is_valid():
        invited = invitations.invite(**form.cleaned_data)
        form = InvitationForm(user=request.user)
    context = {"page_title": _("Einladen"), "header_icon": "user", "form": form, "invited": invited}
    return render(request, "knowledge/admin/invite.html", context)
