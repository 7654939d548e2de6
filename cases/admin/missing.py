"""What a case still lacks, asked in one form: the mandatory fields that say nothing, and no others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from cases.models import CasePage, Gap, gaps
from cases.sections import CaseText, field_label
from knowledge.listing import at_word_end
from search.public_forms import private_page

__all__ = ["MissingForm", "case_missing"]

_LONG = 3


class MissingForm(forms.Form):
    """One input per gap. Nothing is mandatory here: what is filled in is kept, the rest stays open."""

    def __init__(self, *args: Any, case: CasePage, found: list[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for gap in found:
            self.fields[gap.name] = _input(gap)
            self.fields[gap.name].label = _label(case, gap)
            self.fields[gap.name].required = False

    def fill(self, case: CasePage) -> int:
        """Put what was filled in into the draft; answers how many. The form must be valid."""
        rows: dict[str, list[Any]] = {}
        filled = [gap for gap in self.found if self.cleaned_data.get(gap.name)]
        for gap in filled:
            value = self.cleaned_data[gap.name]
            if not gap.relation:
                _put(case, gap.field, value)
                continue
            kept = rows.setdefault(gap.relation, list(getattr(case, gap.relation).all()))
            while len(kept) <= gap.place:
                kept.append(getattr(case, gap.relation).model(sort_order=len(kept)))
            _put(kept[gap.place], gap.field, value)
        for relation, kept in rows.items():
            setattr(case, relation, kept)
        return len(filled)


def _input(gap: Gap) -> Any:
    if isinstance(gap.field, RichTextField | StreamField):
        return forms.CharField(widget=forms.Textarea(attrs={"rows": _LONG}))
    made = gap.field.formfield()
    if isinstance(made.widget, forms.Textarea):
        made.widget.attrs["rows"] = _LONG
    return made


def _label(case: CasePage, gap: Gap) -> str:
    if not gap.relation:
        return field_label(type(case), gap.field.name)
    words = {
        "group": field_label(type(case), gap.relation),
        "number": gap.place + 1,
        "field": gap.field.verbose_name,
    }
    said = _said(case, gap)
    if said:
        return _("%(group)s, %(number)s („%(said)s“): %(field)s") % (words | {"said": said})
    return _("%(group)s, %(number)s: %(field)s") % words


_SHOWN = 40
"""Characters of a row, enough to know which one is meant."""


def _said(case: CasePage, gap: Gap) -> str:
    """How the row of a gap begins; empty where it is a new one or says nothing yet."""
    rows = list(getattr(case, gap.relation).all())
    if gap.place >= len(rows):
        return ""
    texts = (
        str(getattr(rows[gap.place], name)) for name in ("text", "what", "role") if hasattr(rows[0], name)
    )
    return at_word_end(next((text for text in texts if text), ""), _SHOWN)


def _put(record: Any, field: Any, value: Any) -> None:
    if isinstance(field, StreamField):
        value = [("paragraph", RichText(linebreaks(value, autoescape=True)))]
    elif isinstance(field, RichTextField):
        value = linebreaks(value, autoescape=True)
    setattr(record, field.name, value)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def case_missing(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; what was filled in becomes the next draft."""
    saved = get_object_or_404(CasePage, pk=pk)
    allowed = saved.permissions_for_user(request.user)
    if not allowed.can_edit() or allowed.page_locked():
        raise PermissionDenied
    case: CasePage = saved.get_latest_revision_as_object()
    text = CaseText.of(case)
    form = MissingForm(request.POST or None, case=case, found=gaps(case, text))
    if request.method == "POST":
        if request.POST.get("fassung") != text.digest:
            messages.error(
                request,
                _(
                    "Der Text wurde inzwischen geändert. Was noch fehlt, steht hier neu; gespeichert ist"
                    " nichts."
                ),
            )
        elif form.is_valid():
            filled = form.fill(case)
            try:
                if filled:
                    case.save_revision(user=request.user, clean=False, log_action=True)
            except ValidationError as error:
                form.add_error(None, error)
                return render(request, "cases/admin/missing.html", _page(case, form, text), status=422)
            left = len(gaps(case, CaseText.of(case)))
            if not left:
                messages.success(request, _("Alle Pflichtfelder sind ausgefüllt."))
                return redirect("case_release", pk=pk)
            messages.success(request, _("Gespeichert. Noch offen: %(count)s.") % {"count": left})
            return redirect("case_missing", pk=pk)
    return render(request, "cases/admin/missing.html", _page(case, form, text))


def _page(case: CasePage, form: MissingForm, text: CaseText) -> dict[str, Any]:
    return {
        "page_title": _("Was noch fehlt"),
        "page_subtitle": case.title,
        "header_icon": "form",
        "case": case,
        "form": form,
        "digest": text.digest,
    }
