"""What the detector doubts: it holds a case up until somebody has decided; in a live case there is a term,
and a list that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases import gate as actions
from cases.admin.workflows import ensure_case_workflow
from cases.gate import findings, found_words, held_words, problems, scan
from cases.models import AnonymityReview, CaseClearance, CasePage, Consent, FindingTerm, PublicationRefused
from cases.sections import CaseText
from knowledge.anonymity.retention import subject_of
from knowledge.guard import marks
from knowledge.models import AnonymityTrail
from tests.factories import UserFactory, found_nobody, is_live, newest

pytestmark = pytest.mark.usefixtures("in_its_batch")

EXACT = {
    "population": "Wir sind 4.312 Einwohner.",
    "sum": "Der Umbau kostet 1.847.300 Euro.",
    "votes": "Es ging mit 14 zu 3 Stimmen durch.",
    "share": "Zugestimmt haben 61,3 Prozent.",
    "month": "Das war im März 2022.",
    "party": "Der CSU-Bürgermeister zögerte.",
    "capitals": "Es sprach ANNA SCHWARZ zum Haushalt.",
    "office": "Die Bürgermeisterin zögerte.",
    "event": "Dann kam der Bürgerentscheid.",
}
DOUBT = EXACT["population"]


@pytest.fixture
def write(draft: CasePage, author: Any) -> Callable[[str], CasePage]:
    """The draft with these words in it, released by the case giver. Its header alone is wide, so that it is
    the detail that counts and not what it leaves of few municipalities.
    """
    draft.finance_band = draft.workforce_band = ""

    def put(words: str) -> CasePage:
        draft.takeaway = words
        draft.save_revision(user=author)
        draft.save()
        actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
        return CasePage.objects.get(pk=draft.pk)

    return put


def decisions(page: CasePage) -> list[dict[str, str]]:
    return [
        {"mark": finding.mark, "reason": AnonymityReview.Reason.MANY}
        for finding in scan(page, CaseText.of(page))
    ]


# --------------------------------------------------------------------------- holding a case up


@pytest.mark.parametrize("name", EXACT)
def test_an_exact_detail_holds_a_case_up_until_it_is_decided(
    name: str, write: Any, author: Any, reviewer: Any
) -> None:
    page = write(EXACT[name])
    with pytest.raises(ValueError, match="Noch nicht bestanden"):
        found_nobody(page)
        actions.record_review(case=page, reviewer=reviewer)
    with pytest.raises(PublicationRefused) as refusal:
        newest(page).publish(user=author)
    found = {problem.code.split(":")[0]: problem.field for problem in refusal.value.problems}
    assert set(found) - {"review"} <= {"exact", "finding"}
    assert set(found.values()) >= {"Was ich mitnehme"}
    assert EXACT[name] not in str(refusal.value)
    assert not is_live(page)
    found_nobody(page)
    actions.record_review(case=page, reviewer=reviewer, exceptions=decisions(page))
    newest(page).publish(user=author)
    assert is_live(page)


def test_a_fact_too_rare_for_its_header_cannot_be_let_stand(write: Any, reviewer: Any, author: Any) -> None:
    """A reason answers the finding, and no reason the few municipalities that are left."""
    page = write(EXACT["event"] + " Unsere Straßenbahn fährt noch.")
    found_nobody(page)
    actions.record_review(case=page, reviewer=reviewer, exceptions=decisions(page))
    with pytest.raises(PublicationRefused) as refusal:
        newest(page).publish(user=author)
    # No participant of a small town has a tram either.
    assert {problem.code for problem in refusal.value.problems} == {"k_facts", "k_alumni", "k_cycle"}
    assert not is_live(page)


def test_a_decision_leaves_a_line_in_the_trail(write: Any, reviewer: Any) -> None:
    page = write(DOUBT)
    found_nobody(page)
    actions.record_review(case=page, reviewer=reviewer, exceptions=decisions(page))
    line = AnonymityTrail.objects.get(subject=subject_of(page).key, action="fund")
    assert (line.decision, line.reason, line.user) == ("bleibt", "trifft-viele", reviewer)


def test_a_hint_holds_nothing_up(write: Any, reviewer: Any) -> None:
    page = write("Seit 2019 ist der Kämmerer dafür, bei 1,8 Millionen Euro.")
    assert [
        finding
        for _field, finding in found_words(CaseText.of(page), ())
        if finding.text and finding.certainty < 0.5
    ]
    found_nobody(page)
    actions.record_review(case=page, reviewer=reviewer)
    assert problems(page) == []


def test_the_review_form_asks_for_a_reason_and_keeps_it(write: Any, signed_in: Any) -> None:
    page = write(DOUBT)
    client: Client = signed_in("redaktion")
    address = f"/admin/fall/{page.pk}/freigabe/"
    shown = client.get(address)
    ((finding, words),) = held_words(page, CaseText.of(page), ())
    shown_as = f"„{words}“ (genaue Zahl, macht mit dem Kopf erkennbar, wahrscheinlich)"
    assert shown_as in " ".join(shown.text.split())
    values = {
        "aktion": "pruefung",
        "fassung": shown.context["digest"],
        "ergebnis": "bestanden",
        f"grund-{finding.mark}": "trifft-viele",
    }
    client.post(address, values)
    found_nobody(page)
    assert problems(page) == []
    assert '<option value="trifft-viele" selected>' in " ".join(client.get(address).text.split())


def test_approving_in_the_workflow_keeps_what_was_decided(write: Any, author: Any, reviewer: Any) -> None:
    """Approval writes a review of its own; the reasons given before still hold."""
    page = write(DOUBT)
    second = UserFactory(role="Redaktion")
    found_nobody(page)
    actions.record_review(case=page, reviewer=second, exceptions=decisions(page))
    state = ensure_case_workflow().start(page, author)
    step = state.current_task_state
    step.task.specific.on_action(step, reviewer, "approve")
    assert is_live(page)
    assert page.reviews.order_by("-pk").first().reviewer == reviewer


# --------------------------------------------------------------------------- a newer detector and live cases


@pytest.fixture
def newer(library: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., CasePage]:
    """A detector that finds something new in what F07 says at its end; beside it F08 alone is live, and both
    are looked at every night.
    """
    CasePage.objects.exclude(external_id__in=["F07", "F08"]).update(live=False)

    def see(text: str) -> CasePage:
        page: CasePage = library.page("F07")
        real, words = findings.find_all, page.takeaway
        monkeypatch.setattr(
            "cases.gate.findings.find_all",
            lambda given, **options: real([text if one == words else one for one in given], **options),
        )
        return page

    return see


def recheck(**options: Any) -> None:
    call_command("recheck_cases", **options)


def test_a_doubtful_finding_gets_a_term(
    newer: Any, client: Client, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    page = newer(DOUBT)
    settings.ANONYMITY_DECISION_DAYS = 10
    recheck()
    term = FindingTerm.objects.get(case=page)
    due = timezone.localdate() + timedelta(days=10)
    assert (term.due, term.field, term.kind) == (due, "takeaway", "number")
    assert is_live(page)
    assert client.get(page.url).status_code == 200
    out = capsys.readouterr().out
    assert f"{page.slug}  zu entscheiden bis {due:%d.%m.%Y}  number" in out
    assert "0 abgenommen, 1 mit Frist" in out
    assert (
        AnonymityTrail.objects.filter(subject=subject_of(page).key, action="frist", kind="number").count()
        == 1
    )
    recheck()
    assert FindingTerm.objects.get(case=page).due == due
    assert AnonymityTrail.objects.filter(subject=subject_of(page).key, action="frist").count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Frau Anna Schwarz aus Passau",
        "Das war in Passau.",
        "Telefon 0851 123456",
        "Mail an rathaus@passau.example",
    ],
)
def test_a_name_takes_the_case_off_at_once(text: str, newer: Any) -> None:
    page = newer(text)
    recheck()
    assert not is_live(page)
    assert not FindingTerm.objects.exists()
    assert AnonymityTrail.objects.filter(
        subject=subject_of(page).key, action="abgenommen", reason__startswith="finding:"
    ).exists()


def test_the_upgrade_takes_no_doubtful_case_off(library: Any) -> None:
    """Many live cases at once, as after an upgrade: all stay until somebody had time to look."""
    AnonymityReview.objects.update(exceptions=[])
    before = CasePage.objects.live().count()
    doubted = [case for case in CasePage.objects.live() if scan(case, CaseText.of(case))]
    assert len(doubted) > 5
    recheck()
    assert CasePage.objects.live().count() == before
    assert {term.case_id for term in FindingTerm.objects.all()} == {case.pk for case in doubted}


def test_after_the_term_the_case_goes_off(newer: Any, client: Client) -> None:
    page = newer(DOUBT)
    recheck()
    FindingTerm.objects.update(due=timezone.localdate())
    recheck()
    assert is_live(page)
    FindingTerm.objects.update(due=timezone.localdate() - timedelta(days=1))
    recheck()
    assert not is_live(page)
    assert client.get(page.url).status_code == 404
    assert not FindingTerm.objects.exists()
    lines = AnonymityTrail.objects.filter(subject=subject_of(page).key, action="abgenommen")
    assert {line.reason for line in lines} == {"frist", "exact:number"}


def test_a_decision_in_time_keeps_the_case(newer: Any, signed_in: Any) -> None:
    page = newer(DOUBT)
    recheck()
    client: Client = signed_in("redaktion")
    address = f"/admin/fall/{page.pk}/freigabe/"
    shown = client.get(address)
    assert "eine neuere Prüfung zweifelt an einer Stelle" in " ".join(shown.text.split())
    values = {f"grund-{row['mark']}": "trifft-viele" for row in shown.context["findings"]}
    client.post(
        address, {"aktion": "pruefung", "fassung": shown.context["digest"], "ergebnis": "bestanden", **values}
    )
    assert not FindingTerm.objects.exists()
    recheck()
    assert is_live(page)
    assert not FindingTerm.objects.exists()


def test_editors_see_what_to_do_and_by_when(newer: Any, signed_in: Any) -> None:
    page = newer(DOUBT)
    assert "sonst gehen Fälle vom Netz" not in signed_in("redaktion").get("/admin/").text
    recheck()
    text = " ".join(signed_in("redaktion").get("/admin/").text.split())
    due = FindingTerm.objects.get().due
    assert "sonst gehen Fälle vom Netz" in text
    assert f'<a href="/admin/fall/{page.pk}/freigabe/">{page.title}</a>' in text
    assert f"1 Stelle, bis {due.day}." in text
    assert "sonst gehen Fälle vom Netz" not in signed_in("moderation").get("/admin/").text


def test_a_term_is_no_licence_for_a_new_text(newer: Any, author: Any, library: Any) -> None:
    page = newer(DOUBT)
    recheck()
    page.kernel = "Ein anderer Kern."
    with pytest.raises(PublicationRefused) as refusal:
        page.save_revision(user=author).publish(user=author)
    assert "exact:number" in {problem.code for problem in refusal.value.problems}


def test_saving_an_unchanged_case_respects_its_term(newer: Any, library: Any) -> None:
    page = newer(DOUBT)
    recheck()
    page = CasePage.objects.get(pk=page.pk)
    page.review_due = timezone.localdate()
    page.save()
    assert is_live(page)
    actions.set_meeting(case=page, meeting=None)
    assert is_live(page)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(DOUBT, "zu entscheiden bis"), ("Frau Anna Schwarz aus Passau", "würde abgenommen  finding:person")],
)
def test_a_dry_run_only_tells(
    text: str, expected: str, newer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    page = newer(text)
    CaseClearance.objects.filter(case=page).update(cleared_detector="2026.1")
    lines = AnonymityTrail.objects.count()
    recheck(dry_run=True)
    out = capsys.readouterr().out
    assert f"{page.slug}  {expected}" in out
    assert "Nur ein Bericht" in out
    assert "Schwarz" not in out
    assert is_live(page)
    assert not FindingTerm.objects.exists()
    assert AnonymityTrail.objects.count() == lines
    assert CaseClearance.objects.get(case=page).cleared_detector == "2026.1"


# --------------------------------------------------------------------------- keys that are replaced


def test_a_decided_finding_survives_new_keys(
    write: Any, author: Any, reviewer: Any, settings: Any, client: Client
) -> None:
    """Both keys of the environment are replaced, the old ones taken out; the next night changes nothing."""
    page = write(DOUBT)
    found_nobody(page)
    actions.record_review(case=page, reviewer=reviewer, exceptions=decisions(page))
    newest(page).publish(user=author)
    CasePage.objects.exclude(pk=page.pk).exclude(external_id="F08").update(live=False)  # a shorter night
    new = Fernet.generate_key().decode()
    settings.SECRET_KEY, settings.RAW_CASE_KEYS = "y" * 60, [new, *settings.RAW_CASE_KEYS]
    call_command("rotate_raw_case_keys")
    settings.RAW_CASE_KEYS = [new]
    marks.forget()
    call_command("recheck_cases")
    assert is_live(page) and not FindingTerm.objects.filter(case_id=page.pk).exists()
    page = CasePage.objects.get(pk=page.pk)
    assert scan(page, CaseText.of(page), afresh=True) and problems(page) == []
    assert client.get(page.url).status_code == 200
