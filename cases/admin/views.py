"""The editors' side of the gate: what is missing, the link for the case giver, the second pair of eyes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from cases import gate, sections
from cases.admin import told_facts
from cases.admin.decisions import finding_rows, hint_rows
from cases.admin.protocol import result_of
from cases.models import (
    AnonymityReview,
    CaseMeeting,
    CasePage,
    Consent,
    Problem,
    PublicationRefused,
    ReleaseLink,
    refusal,
)
from cases.profile import Circle, ProfileReport, circle_of, circle_of_case, profile_report, profile_values
from cases.sealed import SealError
from cases.sections import CaseText
from knowledge.anonymity.profile import FactMention, TypeMention
from knowledge.anonymity.retention import subject_of
from knowledge.enums import AccessLevel
from knowledge.guard import open_sealed, seal
from knowledge.models import AnonymityTrail, WorkingMeeting
from search.public_forms import private_page

__all__ = ["case_release", "profile_counts", "refuse_with_message"]

LINK_PERMISSION = "cases.add_consent"
REVIEW_PERMISSION = "cases.add_anonymityreview"
MEETING_PERMISSION = "cases.change_casemeeting"

MOST_RISK = 1000
"""Characters of what a reviewer says of the risk that remains."""

MOST_LINES = 30
"""Of the trail on the page of one case."""


def refuse_with_message(request: HttpRequest, refused: list[tuple[CasePage, Any]]) -> None:
    """Tell the editor per case and field what to do; the draft is saved."""
    for case, found in refused:
        refusal(case, found, user=request.user)
        lines = [f"{problem.field}: {problem.message}" for problem in found]
        text = _("„%(title)s“ ist gespeichert, aber noch nicht veröffentlicht.") % {"title": case.title}
        button = messages.button(reverse("case_release", args=[case.pk]), _("Freigabe und Prüfung"))
        messages.error(request, " ".join([text, *lines]), buttons=[button])


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def case_release(request: HttpRequest, pk: int) -> HttpResponse:
    """State of release and review of a case's newest text, and the forms that move them on."""
    saved = get_object_or_404(CasePage, pk=pk)
    if not saved.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    case: CasePage = saved.get_latest_revision_as_object()
    if request.method == "POST":
        _perform(request, saved, case, request.POST.get("aktion", ""))
        return redirect("case_release", pk=pk)
    context = _context(request, saved, case) | _shown_once(request, saved)
    return render(request, "cases/release_admin.html", context)


_NEW_LINK = "new_release_link"
"""Key in the session: case and sealed token of a link from the moment it is made until it is shown."""


def _create_link(request: HttpRequest, case: CasePage) -> None:
    """The page that shows it is asked for by another request, so that reloading makes no further link."""
    address = request.POST.get("adresse", "").strip()
    _link, token = gate.create_release_link(case=case, user=request.user, address=address)
    request.session[_NEW_LINK] = [case.pk, seal(token)]
    if address:
        messages.success(
            request,
            _("Der Brief ist unterwegs. Antwortet niemand, erinnert die Bibliothek nach zwei Wochen einmal."),
        )


def _remind(request: HttpRequest, case: CasePage) -> None:
    link = get_object_or_404(case.release_links, pk=request.POST.get("link"))
    if gate.remind(link=link, user=request.user):
        messages.success(request, _("Die Erinnerung ist unterwegs."))
    else:
        messages.success(request, _("Vermerkt: erinnert."))


def _shown_once(request: HttpRequest, case: CasePage) -> dict[str, str]:
    """The link just made for this case and the letter with it; nothing from the second time on."""
    pk, sealed = request.session.get(_NEW_LINK, (None, ""))
    if pk != case.pk or request.method != "GET":
        return {}
    del request.session[_NEW_LINK]
    try:
        token = open_sealed(sealed)
    except SealError:  # the keys were changed meanwhile: another link can be made
        return {}
    link = gate.release_link_for(token)
    if link is None:  # closed meanwhile
        return {}
    subject, body = gate.letter(link=link, sender=request.user, token=token)
    address = request.build_absolute_uri(reverse("release", args=[token]))
    return {"link_url": address, "letter_subject": subject, "letter": body}


@private_page
@require_safe
def profile_counts(request: HttpRequest) -> HttpResponse:
    """The numbers beside the profile for the bands in the address; asked whenever a band changes."""
    circle: Circle | None = None
    mentions: tuple[TypeMention, ...] = ()
    facts: tuple[FactMention, ...] = ()
    if request.GET.get("fall", "").isdecimal():
        case = get_object_or_404(CasePage, pk=request.GET["fall"])
        if not case.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        text = CaseText.of(case.get_latest_revision_as_object())
        circle, mentions, facts = circle_of_case(case), text.type_mentions, gate.facts_of(case, text)
    elif request.GET.get("treffen", "").isdecimal():
        if not request.user.has_perm("cases.add_rawcase"):
            raise PermissionDenied
        meeting = get_object_or_404(WorkingMeeting, pk=request.GET["treffen"])
        circle = circle_of(meeting.cycle_id, meeting.pk)
    try:
        report: ProfileReport | None = profile_report(profile_values(request.GET), circle, mentions, facts)
    except ValueError:
        report = None
    return render(request, "cases/intake/profile_counts.html", {"report": report})


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _perform(request: HttpRequest, saved: CasePage, case: CasePage, action: str) -> None:
    """Carry out a form of the page; a mistake becomes a message."""
    try:
        if action == "link":
            _require(request, LINK_PERMISSION)
            _create_link(request, saved)
        elif action == "sperren":
            _require(request, LINK_PERMISSION)
            gate.revoke_release_link(link=get_object_or_404(saved.release_links, pk=request.POST.get("link")))
            messages.success(request, _("Der Link ist gesperrt."))
        elif action == "erinnern":
            _require(request, LINK_PERMISSION)
            _remind(request, saved)
        elif action == "freigabe":
            _require(request, LINK_PERMISSION)
            gate.record_spoken_release(
                case=case,
                channel=request.POST.get("weg", ""),
                level=request.POST.get("stufe", ""),
                recorder=request.user,
            )
            messages.success(request, _("Die Freigabe ist vermerkt."))
        elif action == "wieder":
            _require(request, LINK_PERMISSION)
            gate.reopen(case=saved, user=request.user)
            messages.success(
                request, _("Der Fall kann neu geschrieben werden. Erscheinen darf er nach einem neuen Ja.")
            )
        elif action == "pruefung":
            _require(request, REVIEW_PERMISSION)
            _review(request, case)
        elif action == "angabe":
            told_facts.decide(request, case)
        elif action == "treffen":
            _require(request, MEETING_PERMISSION)
            _set_meeting(request, saved)
    except (ValueError, PublicationRefused, SealError) as error:
        messages.error(request, str(error))


def _review(request: HttpRequest, case: CasePage) -> None:
    if request.POST.get("fassung") != CaseText.of(case).digest:
        raise ValueError(_("Der Text wurde inzwischen geändert. Bitte lesen Sie ihn noch einmal."))
    passed = request.POST.get("ergebnis") == AnonymityReview.State.PASSED
    exceptions = [
        {"mark": name.removeprefix("grund-"), "reason": str(value)}
        for name, value in request.POST.items()
        if name.startswith("grund-") and value
    ]
    gate.record_review(
        case=case,
        reviewer=request.user,
        state=AnonymityReview.State.PASSED if passed else AnonymityReview.State.FINDING,
        exceptions=exceptions if passed else (),
        residual_risk=request.POST.get("restrisiko", "")[:MOST_RISK].strip(),
    )
    messages.success(
        request,
        (
            _("Die Prüfung ist vermerkt: bestanden.")
            if passed
            else _("Die Prüfung ist vermerkt: nicht bestanden.")
        ),
    )


def _set_meeting(request: HttpRequest, case: CasePage) -> None:
    """Raises ``ValueError`` for a meeting that is not in the list."""
    chosen = request.POST.get("treffen", "")
    meeting = WorkingMeeting.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if chosen and meeting is None:
        raise ValueError(_("Bitte ein Arbeitstreffen aus der Liste wählen."))
    found = gate.set_meeting(case=case, meeting=meeting)
    if found:
        text = _(
            "Das Treffen ist gespeichert. Mit diesem Wissen darf der Fall nicht mehr erscheinen; er ist jetzt"
            " wieder ein Entwurf."
        )
        messages.warning(
            request, " ".join([text, *(f"{problem.field}: {problem.message}" for problem in found)])
        )
    elif meeting is None:
        messages.success(request, _("Zu diesem Fall ist jetzt kein Treffen gespeichert."))
    else:
        messages.success(request, _("Das Treffen ist gespeichert. Es bleibt intern."))


def _meetings(request: HttpRequest, case: CasePage) -> dict[str, Any]:
    """The meeting of a case and those to choose from, for editors only."""
    if not request.user.has_perm(MEETING_PERMISSION):
        return {}
    link = CaseMeeting.objects.filter(case_id=case.pk).first()
    return {
        "may_set_meeting": True,
        "meeting_id": link and link.meeting_id,
        "meetings": WorkingMeeting.objects.select_related("cycle"),
    }


def _answers(consent: Consent | None, text: CaseText) -> list[dict[str, Any]]:
    """Per section: label, level in words, whether its text changed since."""
    if consent is None:
        return []
    words = {
        AccessLevel.PUBLIC.value: _("öffentlich"),
        AccessLevel.ALUMNI.value: _("nur Alumni"),
        "nein": _("nein"),
    }
    changed = {section.key for section in gate.changed_sections(consent, text)}
    whole = consent.scope.get(gate.ALL_SECTIONS)
    rows = []
    for section in sections.SECTIONS:
        level = whole or consent.scope.get(section.key, {}).get("level")
        if level:
            rows.append(
                {"label": section.label, "level": words.get(level, level), "changed": section.key in changed}
            )
    return rows


def _link_row(link: ReleaseLink, user: Any) -> dict[str, Any]:
    """A link with its answer; while one is waited for, with the reminder to copy where the library knows no
    address.
    """
    answer = link.consents.order_by("-given_at").first()
    waits = answer is None and link.is_open
    return {
        "link": link,
        "answered_at": answer and answer.given_at,
        "waits": waits,
        "has_address": bool(link.sealed_letter),
        "reminder": "\n\n".join(gate.letter(link=link, sender=user, is_reminder=True)) if waits else "",
    }


def trail_of(case: CasePage) -> list[AnonymityTrail]:
    """The newest lines of the trail about a case, newest first."""
    return list(
        AnonymityTrail.objects.filter(subject=subject_of(case).key)
        .select_related("user")
        .order_by("-at", "-pk")[:MOST_LINES]
    )


_TO_STATE = ("#stand", gettext_lazy("Zum Stand des Falls"))
_TO_FACTS = ("#angaben", gettext_lazy("Zu den gezählten Angaben"))
_WAYS = {
    ("consent", "changed", "section", "withdrawn", "demo"): ("#freigabe", gettext_lazy("Zur Freigabe")),
    ("intruder",): ("#suchprobe", gettext_lazy("Zur Suchprobe")),
    ("k_facts",): _TO_FACTS,
    ("k_cycle_unknown", "k_alumni_unknown"): ("#treffen-titel", gettext_lazy("Zum Arbeitstreffen")),
    ("review", "four_eyes", "detector", "sealed"): ("#pruefung", gettext_lazy("Zur Anonymitätsprüfung")),
    ("finding", "exact", "likely"): ("#pruefung", gettext_lazy("Zu den Funden")),
}
"""Where on the page something can be done about a problem, by its code up to a colon."""


def _with_way(
    problem: Problem, case: CasePage, shown: Mapping[str, object], *, by_facts: bool
) -> dict[str, Any]:
    """A problem with the way to where it is mended: a part of the page, else the form of the case. No way
    leads to a part that is not ``shown``; ``by_facts``: participants are too few because of what is told.
    """
    code = problem.code.partition(":")[0]
    if code == "withdrawn" and case.is_withdrawn:
        way = _TO_STATE
    elif by_facts and code in {"k_alumni", "k_cycle"}:
        way = _TO_FACTS
    else:
        form = (reverse("wagtailadmin_pages:edit", args=[case.pk]), gettext_lazy("Zum Formular des Falls"))
        way = next((way for codes, way in _WAYS.items() if code in codes), form)
    address, label = way
    said: dict[str, Any] = {"field": problem.field, "message": problem.message}
    return said | ({"address": address, "label": label} if shown.get(address, True) else {})


def _context(request: HttpRequest, saved: CasePage, case: CasePage) -> dict[str, Any]:
    text = CaseText.of(case)
    problems, findings = gate.problems(case), finding_rows(case, text)
    consent = saved.consents.order_by("-given_at", "-pk").first()
    try:
        report: ProfileReport | None = profile_report(
            profile_values(case),
            circle_of_case(case),
            text.type_mentions,
            gate.facts_of(case, text),
        )
    except ValueError:
        report = None
    facts, meetings = told_facts.told_facts(case, text), _meetings(request, saved)
    may_review = request.user.has_perm(REVIEW_PERMISSION)
    searches = saved.intruder_tests.select_related("tester")[:5]
    shown = {
        "#angaben": facts.get("facts_to_add"),
        "#treffen-titel": meetings,
        "#suchprobe": may_review or searches,
    }
    by_facts = report is not None and report.is_by_facts
    return {
        "trail": [(line, result_of(line)) for line in trail_of(case)],
        "page_title": _("Freigabe und Prüfung"),
        "page_subtitle": case.title,
        "header_icon": "lock",
        "case": case,
        "problems": [_with_way(problem, case, shown, by_facts=by_facts) for problem in problems],
        "is_unfinished": any(problem.code in gate.UNFINISHED for problem in problems),
        "term": next(iter(gate.waiting_cases([case.pk])), None),
        "report": report,
        "consent": consent,
        "answers": _answers(consent, text),
        "links": [_link_row(link, request.user) for link in saved.release_links.select_related("created_by")],
        "reviews": saved.reviews.exclude(state=AnonymityReview.State.OPEN).select_related("reviewer")[:5],
        "waits": bool(gate.waits_for_batch(saved)),
        "ready_words": gate.ready_words(),
        "searches": searches,
        "findings": findings,
        "has_open_findings": any(not row["reason"] for row in findings),
        "is_published": saved.live and not saved.has_unpublished_changes,
        "hints": hint_rows(case, text),
        "reasons": AnonymityReview.Reason.choices,
        "channels": [
            (value, label)
            for value, label in Consent.Channel.choices
            if value in {Consent.Channel.PAPER, Consent.Channel.MEETING}
        ],
        "digest": text.digest,
        "objection": gate.objection(case, request.user),
        "may_release": request.user.has_perm(LINK_PERMISSION),
        "may_review": may_review,
        "link_days": gate.LINK_DAYS,
        **facts,
        **meetings,
    }
