"""The gate: no path publishes a case that is not cleared; every path publishes one that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from cases import gate as actions
from cases.gate import findings, problems, scan
from cases.models import (
    AnonymityReview,
    CaseActor,
    CaseClearance,
    CaseMeeting,
    CasePage,
    Consent,
    ParticipantBand,
    PublicationRefused,
)
from cases.models import gate as room
from cases.sections import CaseText
from knowledge.anonymity.detector import DetectorUnavailable
from knowledge.anonymity.retention import subject_of, trail
from knowledge.models import AnonymityTrail
from search import engines, registry
from tests.factories import found_nobody, is_live, newest

pytestmark = [pytest.mark.usefixtures("in_its_batch"), pytest.mark.db]

NAME = "Bürgermeisterin Anna Schwarz aus Passau"


@pytest.fixture
def clear(reviewer: Any) -> Callable[[CasePage], CasePage]:
    """Give a case its release and its review."""

    def give(page: CasePage) -> CasePage:
        actions.record_spoken_release(case=page, channel=Consent.Channel.PAPER, level="oeffentlich")
        found_nobody(page)
        # Whatever stands in it: what a review of an older detector passed may be open today.
        AnonymityReview.objects.create(
            case=page,
            version_hash=CaseText.of(page).digest,
            state=AnonymityReview.State.PASSED,
            reviewer=reviewer,
        )
        return page

    return give


# --------------------------------------------------------------------------- every path


def by_revision(page: CasePage, user: Any) -> None:
    newest(page).publish(user=user)


def by_action(page: CasePage, user: Any) -> None:
    PublishPageRevisionAction(newest(page), user=user).execute(skip_permission_checks=True)


def by_save(page: CasePage, user: Any) -> None:
    page.live = True
    page.save()


def by_careless_save(page: CasePage, user: Any) -> None:
    page.live = True
    page.save(clean=False, update_fields=["live"])


def by_base_page(page: CasePage, user: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.live = True
    base.save()


def by_edit_action(page: CasePage, user: Any) -> None:
    EditPageAction(page, user=user, publish=True).execute()


def by_bulk_action(page: CasePage, user: Any) -> None:
    from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

    PublishBulkAction.execute_action([page], user=user)


def by_bulk_action_above(page: CasePage, user: Any) -> None:
    from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

    PublishBulkAction.execute_action([page.get_parent()], include_descendants=True, user=user)


def by_workflow(page: CasePage, user: Any) -> None:
    workflow = Workflow.objects.create(name="Freigabe")
    task = GroupApprovalTask.objects.create(name="Prüfung")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(page, user)
    state.current_task_state.approve(user=user)


PATHS = [
    by_revision,
    by_action,
    by_save,
    by_careless_save,
    by_base_page,
    by_edit_action,
    by_bulk_action,
    by_bulk_action_above,
    by_workflow,
]


@pytest.mark.parametrize("path", PATHS)
def test_refused_without_release(path: Any, draft: CasePage, author: Any) -> None:
    words = draft.kernel
    with pytest.raises(PublicationRefused) as refusal:
        path(draft, author)
    assert {problem.code for problem in refusal.value.problems} >= {"consent", "review"}
    assert not is_live(draft)
    assert CasePage.objects.get(pk=draft.pk).kernel == words
    assert not CaseClearance.objects.filter(case=draft).exists()


@pytest.mark.parametrize("path", PATHS)
def test_refusal_stays_in_the_trail(path: Any, draft: CasePage, author: Any) -> None:
    """The refusal undoes what was written, but not the line that tells of it; no line holds a word."""
    with pytest.raises(PublicationRefused) as refusal:
        path(draft, author)
    trail.flush_lasting()
    lines = AnonymityTrail.objects.filter(subject=subject_of(draft).key, action="abgelehnt")
    assert {line.reason for line in lines} == {problem.code for problem in refusal.value.problems}


def test_refusal_in_the_administration_is_on_the_page_of_the_case(
    admin: Client, draft: CasePage, author: Any
) -> None:
    expected = {problem.code for problem in problems(draft)}
    admin.post(
        f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/admin/", {"include_descendants": ""}
    )
    lines = AnonymityTrail.objects.filter(subject=subject_of(draft).key)
    assert {line.reason for line in lines} == expected
    assert {line.user for line in lines} == {author}
    page = admin.get(f"/admin/fall/{draft.pk}/freigabe/")
    assert page.text.count(">Veröffentlichung abgelehnt</td>") == len(expected)
    assert draft.kernel not in page.text


@pytest.mark.parametrize("path", PATHS)
def test_passes_when_everything_is_in_place(
    path: Any, draft: CasePage, author: Any, clear: Any, client: Client
) -> None:
    path(clear(draft), author)
    assert is_live(draft)
    page = CasePage.objects.get(pk=draft.pk)
    assert page.clearance.cleared_hash == CaseText.of(page).digest
    assert client.get(page.url).status_code == 200


def test_new_live_page_is_refused(library: Any, draft: CasePage) -> None:
    page = CasePage.from_serializable_data(
        draft.serializable_data() | {"pk": None, "slug": "fall-n3w2x", "live": True}
    )
    page.pk = page.id = page.path = page.depth = None
    page.translation_key = uuid4()
    with pytest.raises(PublicationRefused):
        draft.get_parent().add_child(instance=page)
    assert not Page.objects.filter(slug="fall-n3w2x").exists()


def test_new_page_begins_as_a_draft() -> None:
    assert CasePage().live is False


@pytest.fixture
def live(draft: CasePage, clear: Any, author: Any) -> CasePage:
    newest(clear(draft)).publish(user=author)
    return CasePage.objects.get(pk=draft.pk)


def test_live_copy_is_refused(live: CasePage, author: Any) -> None:
    before = CasePage.objects.count()
    for copy in (
        lambda: live.copy(update_attrs={"slug": "fall-c2p3y"}),
        CopyPageAction(
            live, keep_live=True, user=author, update_attrs={"slug": "fall-c2p4y"}, to=live.get_parent()
        ).execute,
    ):
        with pytest.raises(PublicationRefused):
            copy()
    assert CasePage.objects.count() == before
    assert live.copy(update_attrs={"slug": "fall-c2p5y"}, keep_live=False).live is False


def test_live_copy_of_the_whole_listing_is_refused(live: CasePage, author: Any) -> None:
    index = live.get_parent()
    with pytest.raises(PublicationRefused):
        CopyPageAction(
            index,
            recursive=True,
            keep_live=True,
            user=author,
            to=index.get_parent(),
            update_attrs={"slug": "faelle-2"},
        ).execute(True)


def test_alias_is_refused(live: CasePage, draft: CasePage, author: Any) -> None:
    with pytest.raises(PublicationRefused) as refusal:
        CreatePageAliasAction(live, update_slug="fall-a2l3s", user=author).execute(
            skip_permission_checks=True
        )
    assert [problem.code for problem in refusal.value.problems] == ["alias"]
    draft.unpublish()
    with pytest.raises(PublicationRefused):
        draft.create_alias(update_slug="fall-a2l4s")


def test_translation_is_no_way_around(live: CasePage, settings: Any) -> None:
    from wagtail.models import Locale

    settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
    english = Locale.objects.create(language_code="en")
    translated = live.copy_for_translation(english, copy_parents=True)
    assert not translated.live
    with pytest.raises(PublicationRefused):
        translated.get_latest_revision().publish()
    with pytest.raises(PublicationRefused):
        live.copy_for_translation(english, copy_parents=True, alias=True)


def test_import_is_no_way_around(draft: CasePage) -> None:
    imported = CasePage.from_serializable_data(draft.serializable_data() | {"live": True, "kernel": NAME})
    with pytest.raises(PublicationRefused) as refusal:
        imported.save()
    assert "finding:person" in {problem.code for problem in refusal.value.problems}
    assert NAME not in str(refusal.value)


def test_update_behind_the_models_is_not_served(draft: CasePage, client: Client) -> None:
    CasePage.objects.filter(pk=draft.pk).update(live=True, kernel=NAME)
    assert client.get(draft.url).status_code == 404
    assert not CasePage.objects.public().filter(pk=draft.pk).exists()
    assert not registry.source_for("case").is_eligible(CasePage.objects.get(pk=draft.pk))


def test_fixture_is_not_served(draft: CasePage, client: Client, tmp_path: Any) -> None:
    from django.core import serializers

    draft.live, draft.kernel = True, NAME
    rows = serializers.serialize("json", [Page.objects.get(pk=draft.pk), draft])
    fixture = tmp_path / "case.json"
    fixture.write_text(rows.replace('"live": false', '"live": true'), encoding="utf-8")
    call_command("loaddata", str(fixture), verbosity=0)
    assert is_live(draft)
    assert client.get(draft.url).status_code == 404
    assert not CasePage.objects.public().filter(pk=draft.pk).exists()


def test_interface_for_programs_only_reads(draft: CasePage, client: Client, admin: Client) -> None:
    from search.web import api_urls

    addresses = [
        f"/api/v1/{pattern.pattern}".replace("<str:key>", "x").replace("<path:key>", "x")
        for pattern in api_urls.urlpatterns
    ]
    assert addresses
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(admin, method)(address, data="{}", content_type="application/json")
            assert answer.status_code in {403, 404, 405}, (method, address)
    draft.kernel = "Ein Kniebrechtverfahren brachte alles ins Rollen."
    draft.save_revision()
    draft.save()
    for address in addresses:
        assert b"Kniebrecht" not in client.get(address, {"q": "Kniebrechtverfahren"}).content.replace(
            b"Kniebrechtverfahren", b"", 1
        )
    assert not is_live(draft)


def test_revert_to_an_old_text_is_refused(live: CasePage, author: Any) -> None:
    old = newest(live)
    live.kernel = "Ein anderer Kern."
    live.save_revision(user=author)
    content = old.content | {"takeaway": "Neuer Schluss."}
    old.content = content
    old.save()
    with pytest.raises(PublicationRefused):
        old.publish(user=author)
    assert is_live(live)


# --------------------------------------------------------------------------- scheduled


def _schedule(page: CasePage) -> Any:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    content = revision.content | {"go_live_at": (timezone.now() - timedelta(minutes=5)).isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=5), content=content
    )
    return revision


def test_schedule_is_refused_and_the_run_goes_on(draft: CasePage, library: Any) -> None:
    revision = _schedule(draft)
    method = library.page("M01")
    method.unpublish()
    other = method.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not is_live(draft)
    assert Page.objects.get(pk=method.pk).live, other
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert newest(draft).pk == revision.pk


def test_schedule_of_a_cleared_case_goes_live(draft: CasePage, clear: Any) -> None:
    _schedule(clear(draft))
    call_command("publish_scheduled")
    assert is_live(draft)


# --------------------------------------------------------------------------- what the gate looks at


def codes(page: CasePage) -> set[str]:
    return {problem.code for problem in problems(CasePage.objects.get(pk=page.pk))}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": f"Wie {NAME} entschied"}, "title"),
        ({"seo_title": NAME}, "seo_title"),
        ({"search_description": f"Es geht um {NAME}."}, "search_description"),
        ({"history": f"<p>Früher hat {NAME} alles entschieden.</p>"}, "history"),
        ({"history": '<p>Siehe <a href="https://www.passau.de/rathaus">hier</a>.</p>'}, "history"),
        (
            {"initial_situation": [("facts", ["Es gibt viel zu tun.", f"Es kam {NAME}."])]},
            "initial_situation",
        ),
        ({"initial_situation": [("quote", {"text": "So nicht.", "role": NAME})]}, "initial_situation"),
        ({"slug": "fall-passau"}, "slug"),
    ],
)
def test_every_text_is_read(change: dict[str, Any], field: str, draft: CasePage, clear: Any) -> None:
    for name, value in change.items():
        setattr(draft, name, value)
    draft.save()
    clear(draft)
    found = [
        problem
        for problem in problems(CasePage.objects.get(pk=draft.pk))
        if problem.code.startswith("finding")
    ]
    assert found
    assert {problem.field for problem in found} == {_label(field)}


def test_no_public_field_is_forgotten(draft: CasePage) -> None:
    """Walks every column and every row a reader could see; whatever a person can type there is read by the
    detector. The address of the library a case was taken over from is written by the import alone.
    """
    from django.db import models
    from modelcluster.models import get_all_child_relations

    from knowledge.classification import FieldClass, field_class

    def typed(model: Any) -> list[Any]:
        kinds = (models.CharField, models.TextField)
        return [
            field
            for field in model._meta.fields
            if isinstance(field, kinds)
            and not field.choices
            and field_class(model, field.name) is not FieldClass.INTERNAL
            and field.name != "came_from"
        ]

    assert not CasePage._meta.get_field("came_from").editable

    expected = {}
    for number, field in enumerate(typed(CasePage)):
        expected[field.name] = f"Zwirnlein{number}"
        setattr(
            draft,
            field.name,
            (
                f"Zwirnlein{number}"
                if field.name != "initial_situation"
                else [("facts", [f"Zwirnlein{number}"])]
            ),
        )
    rows = {}
    for relation in get_all_child_relations(CasePage):
        name, model = relation.get_accessor_name(), relation.related_model
        columns = typed(model) if field_class(CasePage, name) is not FieldClass.INTERNAL else []
        if columns and name not in {"challenge_area_items", "case_methods", "relations"}:
            rows[name] = {column.name: f"Rowlein-{name}-{column.name}" for column in columns}
            setattr(draft, name, [model(**rows[name])])
    read = " ".join(text for _field, text in CaseText.of(draft).texts) + draft.slug
    assert len(expected) >= 10
    assert len(rows) >= 6
    assert not [name for name, words in expected.items() if words not in read]
    assert not [words for columns in rows.values() for words in columns.values() if words not in read]


def _label(name: str) -> str:
    from cases.sections import field_label

    return field_label(CasePage, name)


@pytest.mark.parametrize(
    "relation",
    ["actors", "hypotheses", "ideas", "steps", "preconditions", "pitfalls", "relations"],
)
def test_every_row_is_read(relation: str, library: Any, draft: CasePage, clear: Any) -> None:
    row = getattr(draft, relation).first() or type(draft)._meta.get_field(relation).related_model(
        case=draft, sort_order=0
    )
    column = {"actors": "interest", "steps": "what", "relations": "reason"}.get(relation, "text")
    setattr(row, column, f"Das war {NAME}.")
    for name, value in {
        "relations": {"other": library.page("F02"), "kind": "aehnliche-frage"},
    }.get(relation, {}).items():
        setattr(row, name, value)
    row.save()
    clear(CasePage.objects.get(pk=draft.pk))
    assert "finding:person" in codes(draft)


def test_justified_finding_may_stay(draft: CasePage, reviewer: Any, author: Any) -> None:
    draft.takeaway = "Herr Josef Obermeier hat mir geholfen."
    draft.save_revision(user=author)
    draft.save()
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
    marks = [
        {"mark": finding.mark, "reason": AnonymityReview.Reason.INVENTED}
        for finding in scan(draft, CaseText.of(draft))
    ]
    assert marks
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=reviewer, exceptions=marks)
    assert codes(draft) == set()
    with pytest.raises(ValueError, match="weil ich es sage"):
        found_nobody(draft)
        actions.record_review(
            case=draft, reviewer=reviewer, exceptions=[{"mark": "x", "reason": "weil ich es sage"}]
        )


def test_scan_keeps_no_text(draft: CasePage) -> None:
    draft.takeaway = f"Danke, {NAME}."
    draft.save()
    assert codes(draft) & {"finding:person", "finding:place"}
    row = draft.scans.get()
    assert 0 < row.certain < len(row.findings), "the office is doubtful, name and place are certain"
    assert not [word for word in ("Schwarz", "Passau") if word in str(row.findings)]


def test_scan_is_remembered(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> None:
    codes(draft)
    monkeypatch.setattr("cases.gate.findings.find_all", lambda texts, **options: pytest.fail("scanned again"))
    codes(draft)


def test_missing_model_closes_the_gate(draft: CasePage, clear: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(texts: Any, **options: Any) -> None:
        raise DetectorUnavailable

    monkeypatch.setattr("cases.gate.findings.find_all", missing)
    assert codes(clear(draft)) == {"detector"}


def test_rare_profile_closes_the_gate(draft: CasePage, clear: Any, settings: Any) -> None:
    clear(draft)
    assert codes(draft) == set()
    settings.ANONYMITY_K_REGISTER = 100_000
    assert codes(draft) == {"k"}


def test_cases_of_one_meeting_are_judged_together(library: Any, draft: CasePage, clear: Any) -> None:
    other = library.page("F02")
    CasePage.objects.filter(pk=other.pk).update(
        federal_state="BY", size_band="stadt-ab-20000", finance_band="", workforce_band="ueber-200"
    )
    CasePage.objects.filter(pk=draft.pk).update(
        federal_state="SUED", size_band="stadt-ab-20000", finance_band="konsolidierung", workforce_band=""
    )
    page = CasePage.objects.get(pk=draft.pk)
    clear(page)
    for cycle in {page.meeting_link.meeting.cycle, other.meeting_link.meeting.cycle}:
        ParticipantBand.objects.create(
            cycle=cycle,
            federal_state="BY",
            size_band="stadt-ab-20000",
            legal_type="Große Kreisstadt",
            finance_band="konsolidierung",
            count=20,
        )
    assert codes(page) == set()
    CaseMeeting.objects.filter(case=page).update(meeting=other.meeting_link.meeting)
    assert codes(page) == {"k_set"}
    assert "desselben Treffens" in problems(CasePage.objects.get(pk=page.pk))[0].message


def test_author_may_not_review(draft: CasePage, author: Any) -> None:
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
    with pytest.raises(ValueError, match="Sie haben den Fall angelegt"):
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=author)
    assert codes(draft) == {"review"}
    AnonymityReview.objects.create(
        case=draft,
        version_hash=CaseText.of(draft).digest,
        state=AnonymityReview.State.PASSED,
        reviewer=author,
    )
    assert codes(draft) == {"four_eyes"}, "however it came there"


def test_reviewer_who_changed_the_text_may_not_review(draft: CasePage, reviewer: Any, clear: Any) -> None:
    draft.takeaway = "Ein neuer Schluss."
    draft.save_revision(user=reviewer)
    draft.save()
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
    with pytest.raises(ValueError, match="an diesem Text oder an einer früheren Fassung geschrieben"):
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=reviewer)
    assert codes(draft) == {"review"}
    clear(draft)
    assert codes(draft) == {"four_eyes"}, "however it came there"


def test_reviewer_may_publish_what_somebody_else_wrote(
    draft: CasePage, reviewer: Any, author: Any, clear: Any
) -> None:
    draft.takeaway = "Ein neuer Schluss."
    draft.save_revision(user=author)
    draft.save()
    clear(draft)
    draft.save_revision(user=reviewer)
    assert codes(draft) == set()


def test_nothing_is_passed_with_an_open_finding(draft: CasePage, reviewer: Any, author: Any) -> None:
    draft.kernel += " Kämmerer Peter Licht lädt nach Dinkelsbühl ein."
    draft.save_revision(user=author)
    with pytest.raises(ValueError, match="Noch nicht bestanden"):
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=reviewer)
    assert not draft.reviews.exists()
    found_nobody(draft)
    assert actions.record_review(case=draft, reviewer=reviewer, state="befund").pk


def test_failed_review_closes_the_gate(draft: CasePage, reviewer: Any, clear: Any) -> None:
    actions.record_review(case=clear(draft), reviewer=reviewer, state=AnonymityReview.State.FINDING)
    assert codes(draft) == {"review"}


def test_demo_release_counts_in_a_demo_only(library: Any, settings: Any) -> None:
    assert codes(library.page("F01")) == set()
    settings.DEMO_CONTENT_ALLOWED = False
    assert "demo" in codes(library.page("F01"))


# --------------------------------------------------------------------------- serving and searching


def test_draft_of_a_live_case_changes_nothing(live: CasePage, client: Client, author: Any) -> None:
    live.kernel = f"Neu: {NAME}"
    live.save_revision(user=author)
    response = client.get(live.url)
    assert response.status_code == 200
    assert NAME not in response.text


@pytest.mark.parametrize("way", ["column", "row", "live"])
def test_text_changed_behind_the_gate_is_not_served(
    way: str, live: CasePage, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    if way == "column":
        CasePage.objects.filter(pk=live.pk).update(kernel=NAME)
    elif way == "row":
        CaseActor.objects.create(case=live, role=NAME, stance="0", sort_order=9)
    else:
        CaseClearance.objects.filter(case=live).delete()
    with caplog.at_level("ERROR", logger="knowledge.gate"):
        response = client.get(live.url)
    assert response.status_code == 404
    assert "not the cleared one" in caplog.text
    assert "Schwarz" not in caplog.text


def test_clearance_of_an_old_detector_expires(live: CasePage, client: Client, settings: Any) -> None:
    settings.ANONYMITY_DETECTOR_LEAST = "2099.1"
    assert client.get(live.url).status_code == 404
    assert not CasePage.objects.public().exists()


def test_index_and_predicate_agree(library: Any, live: CasePage, draft: CasePage) -> None:
    source = registry.source_for("case")
    CaseClearance.objects.filter(case=library.page("F02")).delete()
    Consent.objects.filter(case=library.page("F03")).update(withdrawn_at=timezone.now())
    library.page("F04").unpublish()
    eligible = set(source.eligible().values_list("pk", flat=True))
    assert eligible == {case.pk for case in CasePage.objects.all() if source.is_eligible(case)}
    assert library.page("F01").pk in eligible
    assert len(eligible) == CasePage.objects.live().count() - 2


def test_changed_text_leaves_the_index(library: Any, live: CasePage) -> None:
    from search.index import apply, outbox

    case = library.page("F05")
    key = registry.source_for("case").key(case)
    CasePage.objects.filter(pk=case.pk).update(kernel=NAME)
    outbox.enqueue(case)
    apply.drain()
    assert all(key not in engine._documents for _index, engine in engines.pair())


def test_queries_do_not_grow_with_the_index(library: Any, count_queries: Any) -> None:
    source = registry.source_for("case")
    # The cases and their site, and one for each kind of row that stands beside them.
    for least in (25, 5):
        with count_queries(19):
            assert len([source.build(case) for case in source.eligible()]) >= least
        half = CasePage.objects.live().order_by("pk").values_list("pk", flat=True)[10:]
        CasePage.objects.filter(pk__in=list(half)).update(live=False)


def test_nightly_recheck(
    library: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    CasePage.objects.exclude(external_id__in=["F07", "F08"]).update(live=False)
    real = findings.find_all
    words = library.page("F07").takeaway

    def stricter(texts: Any, **options: Any) -> Any:
        named = ["Frau Anna Schwarz aus Passau" if text == words else text for text in texts]
        return real(named, **options)

    monkeypatch.setattr("cases.gate.findings.find_all", stricter)
    call_command("recheck_cases")
    assert not is_live(library.page("F07"))
    out = capsys.readouterr().out
    assert library.page("F07").slug in out
    assert "Schwarz" not in out
    assert is_live(library.page("F08"))


def test_nightly_recheck_says_what_came_past_the_gate(
    library: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    CasePage.objects.exclude(external_id__in=["F07", "F08"]).update(live=False)
    CasePage.objects.filter(external_id="F07").update(takeaway="Das hat niemand freigegeben.")
    call_command("recheck_cases")
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line)
    changed, other = (lines[library.page(code).slug] for code in ("F07", "F08"))
    assert "am Tor vorbei geändert, abgenommen" in changed
    assert "am Tor vorbei" not in other
    assert not is_live(library.page("F07")) and is_live(library.page("F08"))


def test_without_rules_no_case_is_readable(live: CasePage, client: Client) -> None:
    """A process that failed to load the rules shows nothing rather than everything."""
    address = live.url
    assert client.get(address).status_code == 200
    room.close()
    try:
        assert not CasePage.objects.cleared().exists()
        assert client.get(address).status_code == 404
    finally:
        actions.install()
    assert client.get(address).status_code == 200
