"""A whole editorial life with planted words, run as a process of its own (``python -m tests.residue.life
LIBRARY``): real commits, real files.

LIBRARY says how the demo library comes into the database: ``there`` (it is), ``copied`` (from the copy of the
run), ``loaded`` (migrated and loaded here).
Prints one line of JSON: per stage the places that still hold a planted word. ``before`` shows that the
planting worked.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, timedelta
from typing import Any

import django
from django.conf import settings

PERSON, PLACE = "Xaverius Zwirnlein", "Quirnbachhausen"
NAMES = (PERSON, "Zwirnlein", PLACE)
WITHDRAWN, DELETED = "Flederwischverfahren", "Kniebrechtsatzung"
"""Words that no detector can know: they pass the gate, and the case giver takes them back."""


def picture() -> bytes:
    """A JPEG with a name in EXIF, GPS coordinates and a comment."""
    from PIL import Image

    image, target = Image.new("RGB", (240, 160), (120, 140, 90)), io.BytesIO()
    exif = image.getexif()
    exif[0x013B] = PERSON
    exif[0x010E] = f"Rathaus {PLACE}"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 34.0, 12.0)
    image.save(target, "JPEG", exif=exif, comment=f"{PERSON}, {PLACE}".encode())
    return target.getvalue()


def pdf(text: str = "Leitfaden ohne Namen.", *, hidden: bool = True) -> bytes:
    """A PDF that says ``text`` under a black bar and keeps a name in everything a reader does not see."""
    import pikepdf

    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    line = text.encode("cp1252")
    page.Contents = document.make_stream(
        b"BT /F1 12 Tf 20 150 Td (" + line + b") Tj ET 0 0 0 rg 15 140 260 30 re f"
    )
    if hidden:
        document.docinfo["/Author"] = PERSON
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [PERSON]
        document.attachments["anlage.txt"] = f"Protokoll aus {PLACE}".encode()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{PLACE}')")
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Brief von {PERSON}", 0))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 10, 10], Contents=PLACE, T=PERSON
        )
        page.Annots = pikepdf.Array([document.make_indirect(note)])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def main() -> None:
    """Live, publish, withdraw, delete; print what was left at each stage."""
    (library,) = sys.argv[1:]
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    from django.core.management import call_command

    from search.index import apply
    from tests import demo_copy

    if library == "loaded":
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=io.StringIO())
    else:
        if library == "copied":
            demo_copy.transfer(demo_copy.ensure(demo_copy.FULL))
        apply.rebuild()
    settings.DEMO_CONTENT_ALLOWED = False
    stages: dict[str, Any] = {}
    _plant_life(stages)
    _withdrawal(stages)
    _deletion(stages)
    print(json.dumps(stages, ensure_ascii=False))  # noqa: T201 - the answer of the process


def _residue(*names: str) -> list[str]:
    from knowledge.anonymity.retention import search_residue
    from search import engines

    # Terms of the index are compressed on disk, so the index is asked as well.
    words = {
        word for _index, engine in engines.pair() for word in engine.words(("title_exact", "body_exact"))
    }
    indexed = [name for name in names if any(name.split()[-1].lower() in word for word in words)]
    return [residue.where for residue in search_residue(names)] + [
        f"index: {len(indexed)} names" for _once in indexed[:1]
    ]


def _users() -> tuple[Any, Any]:
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    author, _created = users.get_or_create(
        username="autorin", defaults={"is_superuser": True, "is_staff": True}
    )
    return author, users.get(username="redaktion")


def _draft(code: str, slug: str) -> Any:
    from cases.models import CaseMeeting, CasePage
    from knowledge.content import page_of

    author, _reviewer = _users()
    original = page_of(code)
    copy = original.copy(
        keep_live=False, copy_revisions=False, user=author, update_attrs={"slug": slug, "external_id": ""}
    )
    CaseMeeting.objects.create(case_id=copy.pk, meeting=original.meeting_link.meeting)
    return CasePage.objects.get(pk=copy.pk)


def _say(page: Any, kernel: str, title: str, user: Any) -> Any:
    page.title, page.kernel, page.seo_title = title, kernel, ""
    return page.save_revision(user=user, log_action=True)


def _plant_life(stages: dict[str, Any]) -> None:
    """Drafts, comments, workflow, preview, query log, redirect, files and logs with a name; then a clean text
    is published.
    """
    from cases import gate as actions
    from cases.models import CasePage

    author, reviewer = _users()
    page = _draft("F01", "fall-w3k7q")
    clean_title, clean_kernel = page.title, page.kernel
    _say(page, f"{PERSON} aus {PLACE} kommt nicht weiter.", f"Was {PERSON} in {PLACE} tat", author)
    page = CasePage.objects.get(pk=page.pk)
    page.title, page.takeaway = f"Noch immer {PLACE}", f"Danke, {PERSON}!"
    page.save(user=author, log_action="wagtail.edit")
    _plant_comments(page, author)
    state = _plant_workflow(page, author)
    _plant_traces(page, author)
    _plant_contribution(page, author)
    stages["files"] = _plant_files(author)
    _plant_jobs(stages)
    stages["before"] = _residue(*NAMES)
    _days_pass()
    page = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.takeaway = ""
    _say(page, clean_kernel, clean_title, author)
    link, _token = actions.create_release_link(case=CasePage.objects.get(pk=page.pk), user=author)
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    levels = dict.fromkeys(_sections(draft), "oeffentlich")
    actions.record_release(link=link, case=draft, levels=levels, comment=f"Bitte {PERSON} nicht nennen.")
    asked = tuple((f"{PERSON} Anfrage {number}", f"vielleicht {PLACE}") for number in range(3))
    answers = {question.key: "nein" for question in actions.insider_questions(draft)}
    search = actions.IntruderRecord(asked, f"Klingt nach {PLACE}.", answers)
    actions.record_intruder_test(case=draft, tester=reviewer, minutes=20, verdict="niemand", record=search)
    actions.record_review(
        case=draft, reviewer=reviewer, residual_risk=f"Wer Bürgermeisterin Anna {PERSON} kennt, weiß es."
    )
    state.refresh_from_db()
    state.resume(user=author)
    with actions.released_together():
        state.current_task_state.approve(user=reviewer, comment=f"Ohne {PLACE} ist es gut.")
    live = CasePage.objects.get(pk=page.pk)
    stages["live"] = live.live
    stages["automatic"] = _residue(*NAMES)
    # What nothing ties to the case (query log, titles of files) needs the names of the intake, which are
    # known until they are destroyed.
    from cases.gate import PUBLISHED, scrub_case
    from knowledge.anonymity.retention import scrub

    scrub_case(case=live, occasion=PUBLISHED, names=NAMES)
    scrub.compact()
    stages["released"] = _residue(*NAMES)
    stages["served"] = _status(live.url)
    stages["revisions"] = live.revisions.count()


def _sections(draft: Any) -> list[str]:
    from cases.sections import CaseText

    return list(CaseText.of(draft).digests)


def _status(url: str) -> int:
    from django.test import Client

    return Client().get(url).status_code


def _plant_jobs(stages: dict[str, Any]) -> None:
    """Work about a case that breaks with a name in its error; mails with the name, sent and waiting."""
    from django.core.mail import send_mail
    from django_tasks_db.models import DBTaskResult

    from cases.models import CasePage
    from knowledge.jobs import Job, build_worker, enqueue, kind
    from knowledge.mail import OutgoingMail

    @kind("residue.breaks", label="Probe")
    def breaks(job: Any) -> None:
        raise ValueError(f"{PERSON} in {PLACE}: {CasePage.objects.get(pk=job.arguments[0]).title}")

    enqueue("residue.breaks", CasePage.objects.order_by("-pk").values_list("pk", flat=True)[0])
    stages["mails"] = OutgoingMail.objects.count()
    build_worker(batch=True).run()
    send_mail(f"Zu {PERSON}", f"Es geht um {PLACE}.", None, ["redaktion@example.org"])
    stages["jobs"] = {
        "failed": Job.objects.failed().count(),
        "done": Job.objects.filter(state=Job.State.DONE).count(),
        "waiting": Job.objects.filter(state=Job.State.WAITING).count(),
        "tasks": DBTaskResult.objects.count(),
    }


def _plant_comments(page: Any, user: Any) -> None:
    from wagtail.models import Comment, CommentReply

    comment = Comment.objects.create(
        page=page, user=user, text=f"Heißt das nicht {PERSON}?", contentpath="kernel"
    )
    CommentReply.objects.create(comment=comment, user=user, text=f"Ja, {PLACE}.")
    type(page).objects.get(pk=page.pk).save_revision(user=user, log_action=True)


def _plant_workflow(page: Any, user: Any) -> Any:
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    workflow, task = (
        Workflow.objects.create(name="Zweite Person"),
        GroupApprovalTask.objects.create(name="Zweite Person"),
    )
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(type(page).objects.get(pk=page.pk), user)
    state.current_task_state.reject(user=user, comment=f"{PERSON} ist noch zu erkennen")
    return state


def _plant_traces(page: Any, user: Any) -> None:
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.admin.models import FormState
    from wagtail.contrib.redirects.models import Redirect

    from search.models import UnansweredQuery

    FormState.objects.update_or_create_by_instance(
        instance=page,
        user=user,
        defaults={
            "data": "title=Xaverius+Zwirnlein+in+Quirnbachhausen",
            "last_updated_at": timezone.now() - timedelta(hours=2),
        },
    )
    Redirect.add_redirect("/faelle/zwirnlein-quirnbachhausen/", redirect_to=page.page_ptr, is_permanent=True)
    UnansweredQuery.objects.create(text=f"{PLACE} haushalt".lower(), day=timezone.localdate())
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(page),
        object_id=str(page.pk),
        object_repr=PERSON,
        action_flag=CHANGE,
        change_message=PLACE,
    )


def _plant_contribution(page: Any, user: Any) -> None:
    """A follow-up that tells a name is turned down."""
    from cases.models import CaseFollowUp
    from knowledge import contributions

    row = CaseFollowUp(
        case=page, after=12, status="umgesetzt", text=f"{PERSON} aus {PLACE} hat es geschafft."
    )
    row.save()
    contributions.reject(contribution=row, user=user, reason="Nennt eine Person.")


def _days_pass() -> None:
    """Until what was rejected is deleted."""
    from django.utils import timezone

    from cases.models import CaseFollowUp
    from knowledge import contributions

    CaseFollowUp.objects.filter(state="abgelehnt").update(keep_until=timezone.localdate() - timedelta(days=1))
    contributions.forget_old()


def _plant_files(user: Any) -> dict[str, Any]:
    """Through the forms of the administration: what is taken, what is refused."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse
    from wagtail.images import get_image_model

    client = Client()
    client.force_login(user)
    ajax = {"headers": {"x-requested-with": "XMLHttpRequest"}}

    def send(view: str, name: str, content: bytes, kind: str, title: str) -> dict[str, Any]:
        upload = SimpleUploadedFile(name, content, content_type=kind)
        answer = client.post(reverse(view), {"files[]": upload, "title": title, "collection": "1"}, **ajax)
        return answer.json()

    image = send(
        "wagtailimages:add_multiple",
        "zwirnlein-quirnbachhausen.jpg",
        picture(),
        "image/jpeg",
        f"Bild von {PLACE} bei Nacht",
    )
    waiting = send(
        "wagtailimages:add_multiple", "zwirnlein.jpg", picture(), "image/jpeg", "Rathaus der Stadt Passau"
    )
    for row in get_image_model().objects.all():
        row.get_rendition("width-80|format-jpeg")
    good = send(
        "wagtaildocs:add_multiple", "zwirnlein.pdf", pdf(), "application/pdf", "Leitfaden Quirnbachhausen"
    )
    barred = send(
        "wagtaildocs:add_multiple",
        "leitfaden.pdf",
        pdf("Die Stadt Passau hat es so entschieden."),
        "application/pdf",
        "Leitfaden",
    )
    vector = send(
        "wagtailimages:add_multiple",
        "bild.svg",
        f"<svg xmlns='http://www.w3.org/2000/svg'><title>{PLACE}</title></svg>".encode(),
        "image/svg+xml",
        "Bild",
    )
    return {
        "image": image["success"],
        "waiting": "image_id" not in waiting,
        "pdf": good["success"],
        "barred": barred.get("error_message", ""),
        "svg": vector["success"],
    }


def _publish(page: Any) -> Any:
    from cases import gate as actions
    from cases.models import CasePage, Consent
    from tests.factories import found_nobody

    _author, reviewer = _users()
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=reviewer)
    with actions.released_together():
        CasePage.objects.get(pk=page.pk).get_latest_revision().publish(user=reviewer)
    return CasePage.objects.get(pk=page.pk)


def _withdrawal(stages: dict[str, Any]) -> None:
    from cases import gate as actions

    author, _reviewer = _users()
    page = _draft("F02", "fall-v5n8p")
    _say(page, f"Ein {WITHDRAWN} brachte alles ins Rollen.", f"Wie ein {WITHDRAWN} endete", author)
    live = _publish(page)
    _tell(live)
    stages["withdrawal_before"] = _residue(WITHDRAWN)
    actions.withdraw(case=live)
    stages["withdrawn"] = _residue(WITHDRAWN)
    stages["gone"] = _status(live.url)


def _tell(case: Any) -> None:
    """What became of it, accepted and out with a batch."""
    from cases.models import CaseFollowUp
    from knowledge import contributions

    row = CaseFollowUp(case=case, after=24, status="umgesetzt", text=f"Das {WITHDRAWN} lief weiter.")
    row.save()
    contributions.accept(contribution=row)
    contributions.release_waiting(on=date(2026, 9, 1))


def _deletion(stages: dict[str, Any]) -> None:
    author, _reviewer = _users()
    page = _draft("F03", "fall-d6m2r")
    _say(page, f"Eine {DELETED} brachte alles ins Rollen.", f"Wie eine {DELETED} endete", author)
    live = _publish(page)
    stages["deletion_before"] = _residue(DELETED)
    live.delete(user=author)
    stages["deleted"] = _residue(DELETED)


if __name__ == "__main__":
    sys.exit(main())
