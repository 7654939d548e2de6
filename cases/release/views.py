"""The case giver's page, behind a link without an account.

Nothing of it may be cached, indexed or passed on in a referrer. The secret in the address is what authorises
a request, so no cookie is needed and a forged request from elsewhere is impossible: the forms need no CSRF
token. (They could not have one: under ``no-referrer`` browsers send ``Origin: null``, which Django's check
refuses.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.gate import LEVELS, record_release, release_link_for, reopen, unfinished, withdraw
from cases.models import CasePage, Consent, ReleaseLink, Shown, section_content
from cases.release.questions import ContactWish
from cases.sections import CaseText, Section
from knowledge.enums import AccessLevel
from search.public_forms import secret_address

__all__ = ["release", "release_preview", "release_withdraw"]

View = Callable[..., HttpResponse]

MOST_COMMENT = 4000


def _private(view: View) -> View:
    """A page that only one person may see, and the way out for a link that leads nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        link = release_link_for(token)
        if link is None:
            return render(request, "cases/release_gone.html", {"texts": _written(request)}, status=404)
        return view(request, token, link)

    return secret_address(guarded)


def _written(request: HttpRequest) -> list[str]:
    """The comment of a form that can no longer be taken, so that its writer keeps it."""
    comment = request.POST.get("anmerkung", "").strip()
    return [comment] if comment else []


@dataclass(frozen=True)
class Question:
    """A section as the form asks about it."""

    section: Section
    content: list[Shown]
    answer: str
    is_changed: bool
    is_missing: bool

    @property
    def name(self) -> str:
        """Name of its form field."""
        return f"abschnitt-{self.section.key}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and label of each answer."""
        labels = (_("Ja, öffentlich"), _("Ja, aber nur für Alumni des Forums"), _("Nein"))
        return list(zip(LEVELS, labels, strict=True))


def _draft(link: ReleaseLink) -> CasePage:
    """The text that would be published next."""
    draft: CasePage = CasePage.objects.get(pk=link.case_id).get_latest_revision_as_object()
    return draft


def _last_answer(link: ReleaseLink) -> Consent | None:
    return (
        Consent.objects.filter(case=link.case_id, withdrawn_at=None, channel=Consent.Channel.LINK)
        .order_by("-given_at", "-pk")
        .first()
    )


def _questions(
    case: CasePage, text: CaseText, last: Consent | None, given: dict[str, str] | None
) -> list[Question]:
    """Every section that says something, with what was answered before where its words are still the same."""
    scope = last.scope if last else {}
    questions = []
    for section in text.sections:
        before = scope.get(section.key, {})
        same = before.get("hash") == text.digests[section.key]
        answer = before.get("level", "") if same else ""
        if given is not None:
            answer = given.get(section.key, "")
        questions.append(
            Question(
                section,
                section_content(case, section, text),
                answer,
                is_changed=bool(scope) and not same,
                is_missing=given is not None and answer not in LEVELS,
            )
        )
    return questions


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, token: str, link: ReleaseLink) -> HttpResponse:
    """The exact text with one question per section; a changed section is asked again."""
    if link.case.is_withdrawn:
        if request.method == "POST" and request.POST.get("aktion") == "wieder":
            reopen(case=link.case)
            return redirect("release", token=token)
        page = {"tombstone": link.case.tombstone, "texts": _written(request)}
        return render(request, "cases/release_withdrawn.html", page)
    last = _last_answer(link)
    if not link.is_open:
        return render(
            request,
            "cases/release_closed.html",
            {
                "link": link,
                "token": token,
                "may_withdraw": _may_withdraw(link),
                "texts": _written(request),
            },
        )
    case = _draft(link)
    text = CaseText.of(case)
    if unfinished(case, text, last):
        # Asked now, the answer would be about other words than those that appear.
        page = {"token": token, "may_withdraw": _may_withdraw(link), "texts": _written(request)}
        return render(request, "cases/release_unfinished.html", page)
    given, error = None, ""
    contact = ContactWish.of(case, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = {section.key: request.POST.get(f"abschnitt-{section.key}", "") for section in text.sections}
        error = _error(request, given, text.digest) or contact.error
        if not error:
            with transaction.atomic():
                comment = request.POST.get("anmerkung", "")[:MOST_COMMENT]
                record_release(link=link, case=case, levels=given, comment=comment)
                contact.note(link.case)
            return redirect("release", token=token)
    context = {
        "case": case,
        "link": link,
        "token": token,
        "digest": text.digest,
        "questions": _questions(case, text, last, given),
        "last": last,
        "is_current": last is not None and last.version_hash == text.digest,
        "may_withdraw": _may_withdraw(link),
        "refused": [level for level in (given or {}).values() if level == "nein"],
        "only_alumni": (
            last is not None
            and any(
                row.get("level") == AccessLevel.ALUMNI for row in last.scope.values() if isinstance(row, dict)
            )
        ),
        "contact": contact,
        "comment": request.POST.get("anmerkung", ""),
        "error": error,
    }
    return render(request, "cases/release.html", context, status=422 if error else 200)


def _error(request: HttpRequest, given: dict[str, str], digest: str) -> str:
    if request.POST.get("fassung") != digest:
        return _(
            "Der Text wurde geändert, während Sie ihn gelesen haben. Bitte lesen Sie die geänderten"
            " Abschnitte noch einmal. Gespeichert wurde nichts."
        )
    if any(level not in LEVELS for level in given.values()):
        return _("Zu einem oder mehreren Abschnitten fehlt Ihre Antwort. Gespeichert wurde nichts.")
    return ""


def _may_withdraw(link: ReleaseLink) -> bool:
    """Whoever got this link while the case was asked about may take the case back, as long as there is
    one.
    """
    return link.is_open or link.consents.exists()


@_private
@require_safe
def release_preview(request: HttpRequest, token: str, link: ReleaseLink) -> HttpResponse:
    """The whole page as readers will see it."""
    if link.case.is_withdrawn or not link.is_open:
        return redirect("release", token=token)
    # A request of its own: the page must print its own address, never the one with the secret.
    response: HttpResponse = _draft(link).make_preview_request(original_request=request)
    return response


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def release_withdraw(request: HttpRequest, token: str, link: ReleaseLink) -> HttpResponse:
    """Asks once, then takes the case off everywhere and deletes its text."""
    if link.case.is_withdrawn or not _may_withdraw(link):
        return redirect("release", token=token)
    if request.method == "POST":
        withdraw(case=link.case)
        return redirect("release", token=token)
    return render(request, "cases/release_withdraw.html", {"token": token, "title": _draft(link).title})
