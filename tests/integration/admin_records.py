"""For each address of the administration that names a record: one that is there, and the address with it."""

from __future__ import annotations

import re
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Workflow

from cases.models import CasePage, RawCase
from knowledge.content.import_pages import CHECK
from knowledge.host import HostSettings
from knowledge.jobs import Job
from knowledge.models import (
    Ballot,
    BarrierReport,
    LibraryDocument,
    LibraryImage,
    NewsletterSubscription,
    OpenQuestion,
    QuestionSubscription,
    WorkingMeeting,
)
from publications.models import PageFeedback
from search.models import GlossaryEntry, SavedSearch

__all__ = ["address_of", "store_what_is_missing"]

_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")

_WORDS: Final = {
    "app_label": "knowledge",
    "app_name": "knowledge",
    "model_name": "forumcycle",
    "content_type_app_name": "knowledge",
    "content_type_model_name": "lessonpage",
    "action_name": "approve",
    "filter_spec": "original",
    "session_id": "1",
    "uidb64": "MQ",
    "token": "set-password",
    "uploaded_file_id": "1",
    "object_id": "1",
}
"""What stands in an address for words and for what no right depends on."""

_KINDS: Final = {
    "page_id": "wagtailcore.page",
    "parent_page_id": "wagtailcore.page",
    "page_to_move_id": "wagtailcore.page",
    "page_pk": "wagtailcore.page",
    "revision_id": "wagtailcore.revision",
    "task_state_id": "wagtailcore.taskstate",
    "task_id": "wagtailcore.task",
    "workflow_pk": "wagtailcore.workflow",
    "workflow_state_id": "wagtailcore.workflowstate",
    "collection_id": "wagtailcore.collection",
    "document_id": "knowledge.librarydocument",
    "doc_id": "knowledge.librarydocument",
    "image_id": "knowledge.libraryimage",
    "redirect_id": "wagtailredirects.redirect",
}
"""What a parameter names, wherever it stands."""

_BELOW: Final = {
    "anmeldung": "knowledge.application",
    "ablaufplan": "methods.sessionplan",
    "auftraege": "knowledge.job",
    "einspielen": "knowledge.job",
    "collections": "wagtailcore.collection",
    "documents": "knowledge.librarydocument",
    "images": "knowledge.libraryimage",
    "fall": "cases.casepage",
    "groups": "auth.group",
    "lernen": "knowledge.openquestion",
    "eintraege": "knowledge.lessonpage",
    "oeffentliche-texte": "knowledge.lessonpage",
    "pages": "wagtailcore.page",
    "rohfaelle": "cases.rawcase",
    "settings": "knowledge.hostsettings",
    "sites": "wagtailcore.site",
    "staffel": "knowledge.forumcycle",
    "treffen": "knowledge.workingmeeting",
    "urteil": "knowledge.lessonverdict",
    "users": "auth.user",
    "veroeffentlichung": "publications.publicationpage",
    "workflows": "wagtailcore.workflow",
}
"""What ``pk`` names below such a part of the administration."""

_OWN: Final = {
    "admin/api/main/^pages/<int:pk>/action/<str:action_name>/": (
        "api/main/pages/{wagtailcore.page}/action/publish/"
    ),
    "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/": (
        "bulk/wagtailcore/page/publish/?id={wagtailcore.page}"
    ),
    "admin/api/main/^pages/find/": "api/main/pages/find/?id={wagtailcore.page}",
    "admin/api/main/^documents/find/": "api/main/documents/find/?id={knowledge.librarydocument}",
    "admin/api/main/^images/find/": "api/main/images/find/?id={knowledge.libraryimage}",
    "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/": "tag-autocomplete/taggit/tag/",
    "admin/beitraege/<str:app>/<str:name>/<int:pk>/": "beitraege/methods/usagereport/{methods.usagereport}/",
    "admin/schritt/<str:kind>/<int:pk>/": "schritt/staffel/{knowledge.forumcycle}/",
    "admin/auftraege/neu/<str:name>/": "auftraege/neu/knowledge.export/",
    "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/": (
        "editing-sessions/ping/knowledge/lessonpage/{knowledge.lessonpage}/1/"
    ),
    "admin/settings/<slug:app_name>/<slug:model_name>/": "settings/knowledge/hostsettings/",
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/": (
        "settings/knowledge/hostsettings/{knowledge.hostsettings}/"
    ),
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/preview/": (
        "settings/knowledge/hostsettings/{knowledge.hostsettings}/preview/"
    ),
    "admin/workflows/tasks/add/<str:app_label>/<str:model_name>/": (
        "workflows/tasks/add/wagtailcore/groupapprovaltask/"
    ),
    "admin/workflows/tasks/edit/<int:pk>/": "workflows/tasks/edit/{wagtailcore.task}/",
    "admin/workflows/tasks/disable/<int:pk>/": "workflows/tasks/disable/{wagtailcore.task}/",
    "admin/workflows/tasks/enable/<int:pk>/": "workflows/tasks/enable/{wagtailcore.task}/",
    "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/": (
        "pages/{knowledge.lessonpage}/move/{knowledge.lessonindexpage}/confirm/"
    ),
    "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/": (
        "pages/add/knowledge/lessonpage/{knowledge.lessonindexpage}/"
    ),
    "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
    "<int:parent_page_id>/preview/": ("pages/add/knowledge/lessonpage/{knowledge.lessonindexpage}/preview/"),
    "admin/pages/create/<slug:app_label>/<slug:model_name>": "pages/create/knowledge/lessonpage",
    "admin/pages/<int:parent_page_id>/": "pages/{knowledge.lessonindexpage}/",
    "admin/pages/<int:parent_page_id>/results/": "pages/{knowledge.lessonindexpage}/results/",
    "admin/pages/<int:parent_page_id>/add_subpage/": "pages/{knowledge.lessonindexpage}/add_subpage/",
}
"""Addresses whose words or records follow no rule: without ``admin/``, the records by their kind."""

_REGULAR: Final = {
    "admin/^.*/$": "admin/gibt-es-nicht/",
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": "{wagtailcore.page}/revisions/compare/live...latest/",
}
"""Those that are regular expressions; a ``^`` in the middle of another one begins a part of an API."""


def _page() -> Any:
    return apps.get_model("knowledge.lessonpage").objects.order_by("pk").first()


def store_what_is_missing() -> None:
    """Store one of each kind that the demo has none of. To be called in a transaction that is rolled back."""
    page, editor = _page(), get_user_model().objects.get(username="redaktion")
    question = OpenQuestion.objects.create(text="Wie gewinnen wir Ehrenamtliche?")
    QuestionSubscription.objects.create(question=question, email="frage@rathaus.example")
    NewsletterSubscription.objects.create(email="rundbrief@rathaus.example")
    SavedSearch.objects.create(email="suche@rathaus.example", address="?q=Rat")
    BarrierReport.objects.create(text="Die Tabelle wird nicht vorgelesen.")
    GlossaryEntry.objects.create(term="Beispielwort", equivalents="Muster")
    PageFeedback.objects.bulk_create([PageFeedback(page_id=page.pk, helped="nein", text="Es fehlt etwas.")])
    LibraryImage.objects.create(title="Bild", file=get_test_image_file())
    used = LibraryDocument.objects.get()
    LibraryDocument.objects.bulk_create([LibraryDocument(title="Datei", file=used.file.name)])
    Collection.get_first_root_node().add_child(name="Sammlung")
    Redirect.objects.create(old_path="/frueher", redirect_page=page)
    page.save_revision()
    Workflow.objects.filter(active=True).first().start(page, editor)
    Job.objects.create(kind=CHECK, user=editor, state=Job.State.FAILED)
    Ballot.objects.create(meeting=WorkingMeeting.objects.order_by("pk").last(), present=9)
    RawCase.objects.update(case=CasePage.objects.order_by("pk").first())
    HostSettings.load()


def address_of(pattern: str) -> str:
    """An address that the pattern stands for. Raises ``LookupError`` where nobody said what it names."""
    if pattern in _OWN:
        return f"/admin/{_with_records(_OWN[pattern])}"
    for end, instead in _REGULAR.items():
        pattern = pattern.replace(end, instead)
    parts = pattern.replace("^", "").split("/")
    if parts[1] == "snippets":
        own = ".".join(parts[3:5] if parts[2] == "choose" else parts[2:4])
    else:
        own = _BELOW.get(parts[3] if parts[1] == "api" else parts[1], "")

    def put(found: re.Match[str]) -> str:
        name = found[1]
        return _WORDS.get(name) or _newest(_KINDS.get(name) or own)

    return "/" + _with_records(_PARAMETER.sub(put, "/".join(parts)))


def _with_records(address: str) -> str:
    return re.sub(r"\{([a-z.]+)\}", lambda found: _newest(found[1]), address)


def _newest(kind: str) -> str:
    if not kind:
        raise LookupError("which record?")
    if kind == "wagtailcore.page":
        return str(_page().pk)
    # The task of the workflow is the first, all else is what was stored last.
    rows = apps.get_model(kind)._default_manager.order_by("pk" if kind == "wagtailcore.task" else "-pk")
    (pk,) = rows.values_list("pk", flat=True)[:1]
    return str(pk)
