"""The gate's rules about k: the header of a case, its words, its meeting and its cycle must fit enough
municipalities; cases that share a hidden meeting are judged together. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases.models import CasePage, Problem
from cases.once import once
from cases.profile import (
    Circle,
    ProfileReport,
    advice,
    circle_of_case,
    counted,
    profile_report,
    profile_values,
    words_of,
)
from cases.sections import CaseText
from knowledge.anonymity.profile import (
    FactMention,
    Profile,
    fact_steps,
    least_joint_k,
    parse_profile,
    uniqueness,
)
from knowledge.base import RetoldFact, fetch_rows
from knowledge.cycle import ForumCycle, WorkingMeeting
from knowledge.enums import PeriodBand
from knowledge.guard import SealError, finding_mark

__all__ = [
    "LEAST_ACCEPTED",
    "LEAST_CYCLES",
    "Risk",
    "accepted_facts",
    "cycles_within",
    "ended_within",
    "fact_problems",
    "facts_of",
    "joint_k_of_case",
    "k_of_case",
    "method_problems",
    "open_risks",
    "participant_report",
    "period_problems",
    "profile_of_case",
    "profile_problems",
    "unknown_participants",
    "unknown_problems",
]

LEAST_ACCEPTED = 10
"""From here on two people may accept that the facts of a text leave fewer municipalities than the
threshold.
"""


@dataclass(frozen=True, slots=True)
class Risk:
    """A number that a second person may let stand with a reason: facts that leave few municipalities, or
    participants whom nobody entered. ``code`` is that of the problem, ``mark`` that of the decision.
    """

    code: str
    mark: str
    words: str


def facts_of(case: CasePage, text: CaseText) -> tuple[FactMention, ...]:
    """The facts that count: those the text tells and nobody unticked for these sentences, and those somebody
    added.
    """
    return counted(case, text.fact_mentions, text.sentences_telling)


def profile_of_case(case: CasePage, text: CaseText, facts: Sequence[FactMention] | None = None) -> Profile:
    """The header of a case with what its text says of the kind of municipality and tells of it besides;
    ``facts`` are those of ``facts_of`` where they are known.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    return replace(
        parse_profile(profile_values(case)),
        kinds=frozenset(mention.kind for mention in text.type_mentions),
        facts=frozenset(mention.key for mention in (facts_of(case, text) if facts is None else facts)),
    )


def k_of_case(case: CasePage, text: CaseText) -> int:
    """How many municipalities of the register fit the profile and what the text says of their kind.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    return uniqueness.k_of(profile_of_case(case, text))


def joint_k_of_case(case: CasePage, profile: Profile) -> tuple[int, int]:
    """(least k of a case together with live cases of its meeting, number of those cases); its own k where
    there are none.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    least, together = least_joint_k(
        replace(profile, facts=frozenset()), once(("linked", case.pk), lambda: _linked(case))
    )
    return least, len(together)


def _linked(case: CasePage) -> list[tuple[str, Profile]]:
    """The profiles of the live cases of the same meeting."""
    linked = list(
        CasePage.objects.filter(live=True, meeting_link__meeting__case_links__case=case.pk)
        .exclude(pk=case.pk)
        .distinct()
    )
    fetch_rows(*linked)
    return [(str(other.pk), profile_of_case(other, CaseText.of(other), facts=())) for other in linked]


def participant_report(
    case: CasePage,
    text: CaseText,
    circle: Circle | None = None,
    facts: Sequence[FactMention] | None = None,
) -> ProfileReport | None:
    """How many participants fit the case; ``None`` for a profile that cannot be counted. ``circle`` and
    ``facts`` are those of the case where they are known.
    """
    circle = circle or circle_of_case(case)
    facts = facts_of(case, text) if facts is None else facts
    try:
        return profile_report(profile_values(case), circle, text.type_mentions, facts)
    except ValueError:
        return None


def profile_problems(
    case: CasePage,
    text: CaseText,
    passed: Collection[str] = (),
    report: ProfileReport | None = None,
    facts: Sequence[FactMention] | None = None,
) -> list[Problem]:
    """What keeps the case from being read because too few municipalities fit it; ``passed`` are the marks of
    what two people let stand, ``report`` and ``facts`` are the ``participant_report`` and ``facts_of`` of
    this text where they are known.
    """
    field, least = _("Kommunenprofil"), settings.ANONYMITY_K_REGISTER
    facts = facts_of(case, text) if facts is None else facts
    try:
        profile = profile_of_case(case, text, facts)
    except ValueError:
        return [Problem("k", field, _("Land und Größe müssen angegeben sein."))]
    k = uniqueness.k_of(replace(profile, kinds=frozenset(), facts=frozenset()))
    if k < least:
        words = _("Das Profil trifft nur auf %(k)s Kommunen zu, nötig sind %(least)s.")
        hint = _(
            "Bitte gröber fassen: „Süddeutschland“ statt des Landes, oder Haushaltslage und Verwaltungsgröße"
            " weglassen."
        )
        return [Problem("k", field, words % {"k": k, "least": least} + " " + hint)]
    return [
        *(
            _kind_problems(text, replace(profile, facts=frozenset()), least)
            or fact_problems(facts, profile, least, passed, text.retold)
            or _linkage_problems(case, profile, least)
        ),
        *_participant_problems(report or participant_report(case, text, facts=facts)),
    ]


def _kind_problems(text: CaseText, profile: Profile, least: int) -> list[Problem]:
    """The header is wide enough, and "Stadtrat" in the text makes it too narrow."""
    k = uniqueness.k_of(profile)
    if k >= least:
        return []
    words = _("Mit %(words)s passt das Profil nur noch auf %(k)s Kommunen, nötig sind %(least)s.")
    values = {"words": words_of(text.type_mentions), "k": k, "least": least}
    return [
        Problem(
            "k_kind",
            text.fields_of_mentions,
            words % values + " " + advice() + " " + _("Oder das Profil gröber fassen."),
        )
    ]


def accepted_facts(case: CasePage, text: CaseText) -> Risk | None:
    """The facts that leave too few municipalities and not too few to be let stand by two people; ``None``
    where there is nothing to decide.
    """
    try:
        facts = facts_of(case, text)
        found = fact_steps(profile_of_case(case, text, facts), facts)
    except ValueError:
        return None
    k = found[-1].k if found and facts else settings.ANONYMITY_K_REGISTER
    if not LEAST_ACCEPTED <= k < settings.ANONYMITY_K_REGISTER:
        return None
    words = ", ".join(f"{step.mention.word} ({step.k})" for step in found)
    return Risk("k_facts", finding_mark("profile", words), words)


def open_risks(case: CasePage, text: CaseText) -> list[Risk]:
    """What the reviewing second person has to decide about the numbers; raises as ``finding_mark`` does."""
    facts = accepted_facts(case, text)
    return [*([facts] if facts else []), *unknown_participants(participant_report(case, text))]


def fact_problems(
    facts: Sequence[FactMention],
    profile: Profile,
    least: int,
    passed: Collection[str],
    retold: Sequence[RetoldFact] = (),
) -> list[Problem]:
    """The header is wide enough, and "Straßenbahn" and "Universität" in the text make it too narrow; what
    only a lesson or a chapter tells of it is named with its place.
    """
    found = fact_steps(profile, facts) if facts else []
    k = found[-1].k if found else least
    words = ", ".join(f"{step.mention.word} ({step.k})" for step in found)
    if k >= least or (k >= LEAST_ACCEPTED and finding_mark("profile", words) in passed):
        return []
    sentence = _(
        "Was der Text erzählt, lässt nur noch %(k)s Kommunen übrig, nötig sind %(least)s. Nach jeder Angabe"
        " bleiben: %(words)s. Bitte eine davon allgemeiner schreiben („eine große Einrichtung“) oder das"
        " Profil gröber fassen. Meint der Text einen anderen Ort, nimmt die prüfende zweite Person die Angabe"
        " unter „Gezählte Angaben“ heraus."
    )
    message = sentence % {"k": k, "least": least, "words": words}
    if k >= LEAST_ACCEPTED:
        message += " " + _("Stehen lassen kann es die prüfende zweite Person mit einem Grund.")
    if told := _retold_words([fact for fact in retold if fact.mention in facts]):
        message += " " + _("Davon steht nicht im Fall, sondern dort, wo er aufgegriffen wird: %(told)s.") % {
            "told": told
        }
    return [Problem("k_facts", _("Kommunenprofil"), message)]


def _retold_words(retold: Sequence[RetoldFact]) -> str:
    """Word, page and field of each."""
    rows = [f"„{fact.mention.word}“ („{fact.title}“, {fact.passage.label})" for fact in retold]
    return ", ".join(dict.fromkeys(rows))


def _linkage_problems(case: CasePage, profile: Profile, least: int) -> list[Problem]:
    """Each header may be wide enough and two of one meeting together too narrow."""
    k, others = joint_k_of_case(case, profile)
    if k >= least:
        return []
    words = _(
        "Zusammen mit %(others)s schon veröffentlichten Fällen desselben Treffens trifft das Profil nur auf"
        " %(k)s Kommunen zu, nötig sind %(least)s. Bitte dieselben Angaben machen wie dort oder Haushaltslage"
        " und Verwaltungsgröße weglassen."
    )
    return [Problem("k_set", _("Kommunenprofil"), words % {"others": others, "k": k, "least": least})]


def unknown_participants(report: ProfileReport | None) -> list[Risk]:
    """Each number that nobody entered: how many of all participants, and of those of the cycle, could be
    meant. Somebody enters them, or the reviewing person lets it stand with a reason.
    """
    return [
        Risk(f"k_{count.key}_unknown", _mark_of(f"{count.key} unknown"), count.words)
        for count in (report.counts if report else ())
        if count.is_unknown
    ]


def _mark_of(words: str) -> str:
    """The mark of a decision; empty, so that nothing is decided, where no key opens that of the marks."""
    try:
        return finding_mark("profile", words)
    except SealError:
        return ""


def unknown_problems(report: ProfileReport | None, passed: Collection[str]) -> list[Problem]:
    """An unknown number is never taken for enough. It keeps a case from being published and takes nothing off
    that is read already: the lists of participants are deleted one day, as they should be.
    """
    way = _(
        "Bitte das Treffen und unter „Teilnehmende“ eintragen, wie viele Kommunen welcher Größe dabei waren,"
        " oder die prüfende zweite Person lässt es mit einem Grund stehen."
    )
    return [
        Problem(risk.code, _("Teilnehmerzahl unbekannt"), f"{risk.words} {way}")
        for risk in unknown_participants(report)
        if not risk.mark or risk.mark not in passed
    ]


def cycles_within(band: str) -> int:
    """How many ended cycles lie wholly within the years of a period band: among them an attacker has to
    choose.
    """
    return ended_within(band).count()


def ended_within(band: str) -> QuerySet[ForumCycle]:
    """The cycles that have ended and lie wholly within the years of a period band."""
    first, _dash, last = str(band).removeprefix("seit-").partition("-")
    if not first.isdecimal():
        return ForumCycle.objects.none()
    ended = ForumCycle.objects.filter(ends__lt=timezone.localdate(), starts__year__gte=int(first))
    return ended.filter(ends__year__lte=int(last)) if last else ended


def period_problems(case: CasePage, ended: Collection[int] | None = None) -> list[Problem]:
    """The years of a case must not tell its cycle: they cover two ended cycles, or as many as the widest band
    does in a young library. ``ended`` are the ids of ``ended_within`` where they are known.
    """
    covered = cycles_within(case.period_band) if ended is None else len(ended)
    if covered >= LEAST_CYCLES:
        return []
    by_band = {band: cycles_within(band) for band in PeriodBand}
    wider = [band for band, cycles in by_band.items() if cycles > covered]
    if not wider:
        return []
    words = _(
        "In diese Jahre fällt nur eine beendete Staffel oder keine; wer sie liest, weiß, welche es war. Bitte"
        " einen anderen Zeitraum wählen: %(bands)s."
    )
    return [
        Problem("k_period", _("Zeitraum"), words % {"bands": ", ".join(str(band.label) for band in wider)})
    ]


def _used_at_meetings(cycles: Collection[int]) -> dict[tuple[int, int], set[int]]:
    """The methods in the plan and the reports of each meeting of these cycles, by cycle and meeting."""
    meetings = WorkingMeeting.objects.filter(cycle__in=cycles).order_by()
    planned, reported = (
        meetings.filter(**{f"{way}__isnull": False}).values_list("cycle_id", "pk", way)
        for way in ("session_plans__blocks__method_id", "usage_reports__card_id")
    )
    used: dict[tuple[int, int], set[int]] = {}
    for cycle, meeting, method in planned.union(reported):
        used.setdefault((cycle, meeting), set()).add(method)
    return used


def method_problems(
    case: CasePage, circle: Circle | None = None, ended: Collection[int] | None = None
) -> list[Problem]:
    """The methods of a case must not tell its cycle: who has the plans of all meetings finds them together in
    two cycles of its years, or not in its own. Where its years hold one cycle alone nothing is to hide.
    ``circle`` and ``ended`` are those of the case where they are known.
    """
    methods = list(dict.fromkeys(row.method_id for row in case.case_methods.all()))
    circle = circle or circle_of_case(case)
    if ended is None:
        ended = set(ended_within(case.period_band).values_list("pk", flat=True))
    if not methods or circle.cycle is None or circle.meeting is None:
        return []
    own, cycles = (circle.cycle, circle.meeting), {*ended, circle.cycle}
    if len(cycles) < LEAST_CYCLES:
        return []
    used = _used_at_meetings(cycles)

    def tells(named: Collection[int]) -> bool:
        found = {cycle for (cycle, _meeting), methods in used.items() if methods.issuperset(named)}
        return own[0] in found and len(found) < LEAST_CYCLES

    if not tells(methods):
        return []
    shared = [method for method in used.get(own, ()) if not tells({method})]
    return [Problem("k_methods", _("Eingesetzte Methoden"), _method_words(methods, tells, shared))]


def _method_words(methods: list[int], tells: Callable[[Collection[int]], bool], shared: list[int]) -> str:
    """Which methods to leave out, the fewest that help; where each alone tells, which of its meeting to name
    instead: a case names at least one.
    """
    titles = {
        pk: f"„{title}“"
        for pk, title in Page.objects.filter(pk__in={*methods, *shared}).values_list("pk", "title")
    }
    either, both = f" {_('oder')} ", f" {_('und')} "
    for size in range(1, len(methods)):
        ways = [left for left in combinations(methods, size) if not tells(set(methods) - set(left))]
        if ways:
            named = either.join(titles[left[0]] for left in ways) if size == 1 else ""
            words = _(
                "Diese Methoden kamen zusammen nur in einer Staffel vor; wer die Abläufe der Treffen kennt,"
                " weiß, welche es war. Bitte im Fall weglassen: %(titles)s."
            )
            return words % {"titles": named or both.join(titles[method] for method in ways[0])}
    words = _(
        "In diesen Jahren nur in einer Staffel eingesetzt: %(titles)s; wer die Abläufe der Treffen kennt,"
        " weiß, welche es war."
    )
    way = (
        _(
            "Bitte stattdessen nennen, was im selben Treffen und auch in einer anderen Staffel vorkam:"
            " %(titles)s."
        )
        if shared
        else _(
            "Kam eine Methode auch in einer anderen Staffel dieser Jahre vor, bitte sie dort in den Ablauf"
            " eintragen. Sonst bitte den Fall zurückstellen, bis eine weitere Staffel sie eingesetzt hat."
        )
    )
    telling = words % {"titles": both.join(titles[method] for method in methods)}
    instead = either.join(sorted(titles[method] for method in shared)[:MOST_METHODS])
    return f"{telling} {way % {'titles': instead}}"


MOST_METHODS = 4
"""So many methods are named to choose from."""

LEAST_CYCLES = 2
"""So many ended cycles lie in the years that a case shows."""


def _participant_problems(report: ProfileReport | None) -> list[Problem]:
    """Too few participants fit the profile."""
    if report is None:
        return [Problem("k", _("Kommunenprofil"), _("Land und Größe müssen angegeben sein."))]
    advised = f" {report.proposal_words}" if report.proposal_words else ""
    return [
        Problem(f"k_{count.key}", _("Kommunenprofil"), f"{count.words}.{advised}")
        for count in report.counts
        if count.is_short and count.key in {"alumni", "cycle"}
    ]
