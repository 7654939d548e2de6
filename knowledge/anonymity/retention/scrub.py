"""What a CMS keeps of a record after the record is clean, and how it goes.

After a clean publish Wagtail still holds earlier words in: comments, workflow comments, the newest revision's
JSON (comments inside, ``draft_title``), every older revision, labels and data of the page log (they survive
the page), automatic redirects, form states of the preview, its own search index, half-finished uploads. Each
is a step here; apps register steps for tables of their own. :func:`run` takes them in one transaction and
leaves a trail. The first line of defence is :func:`guard_log_entry`: a page type
with ``keeps_no_trace`` never gets its title into a log in the first place.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry, Revision, UploadedFile, WorkflowState
from wagtail.search import index

from knowledge.anonymity.retention import trail
from knowledge.anonymity.retention.trail import Subject
from search.language import fold
from search.models import FollowedQuery, UnansweredQuery

__all__ = ["Step", "compact", "connect", "guard_log_entry", "register_step", "run", "run_by_names"]

logger = logging.getLogger("knowledge.scrub")

UPLOAD_HOURS = 1
"""A half-finished upload that nobody completed in this time goes; a younger one may be somebody's work of
this minute.
"""

_KEPT_WORDS = frozenset({"created", "go_live_at", "expire_at", "timestamp", "status"})
"""Keys of log data whose texts are dates and states; every other text in log data is blanked."""


_Removal = Callable[[Subject, tuple[str, ...]], int]


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of residue: its code in the trail, and what removes it and returns the number of rows."""

    code: str
    run: _Removal
    by_name: bool = False
    """Whether it looks for the names of the intake: then it must run before they are destroyed."""


_steps: dict[str, Step] = {}


def register_step(code: str, *, by_name: bool = False) -> Callable[[_Removal], _Removal]:
    """Decorator: run this at every scrub. Steps run in the order in which they are registered."""

    def register(run: _Removal) -> _Removal:
        _steps[code] = Step(code, run, by_name)
        return run

    return register


def _chosen(*, by_name: bool = False) -> tuple[Step, ...]:
    """All steps in their order, or those that look for names."""
    return tuple(step for step in _steps.values() if step.by_name or not by_name)


# --------------------------------------------------------------------------- the log


def without_words(value: Any, key: str = "") -> Any:
    """Log data with its numbers, dates and states, but without a text that somebody wrote."""
    if isinstance(value, dict):
        return {name: without_words(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_words(inner, key) for inner in value]
    if isinstance(value, str) and key not in _KEPT_WORDS:
        return "–"
    return value


def guard_log_entry(sender: Any, instance: PageLogEntry, **kwargs: Any) -> None:
    """Before a log entry is written: a page type with ``keeps_no_trace`` is called by its address, and the
    data hold no texts.
    """
    model = instance.content_type.model_class() if instance.content_type_id else None
    if not getattr(model, "keeps_no_trace", False):
        return
    slug = Page.objects.filter(pk=instance.page_id).values_list("slug", flat=True).first()
    instance.label = slug or "–"
    instance.data = without_words(instance.data)


def connect() -> None:
    """Connect the guard of the log once."""
    models.signals.pre_save.connect(guard_log_entry, sender=PageLogEntry, dispatch_uid="knowledge.scrub.log")


# --------------------------------------------------------------------------- steps


def _is_open_draft(page: Any) -> bool:
    """A live page with a newer draft: that draft is somebody's work and passes the scrub when it is published
    itself.
    """
    return bool(page is not None and page.live and page.has_unpublished_changes)


@register_step("comments")
def _comments(subject: Subject, names: tuple[str, ...]) -> int:
    page = subject.page
    rows = Comment.objects.filter(page=subject.pk)
    if _is_open_draft(page):
        rows = rows.filter(resolved_at__isnull=False)
    count = rows.count()
    rows.delete()
    return count


@register_step("workflow")
def _workflow(subject: Subject, names: tuple[str, ...]) -> int:
    rows = WorkflowState.objects.filter(base_content_type__in=subject.types, object_id=str(subject.pk))
    if _is_open_draft(subject.page):
        rows = rows.exclude(status=WorkflowState.STATUS_IN_PROGRESS)
    count = rows.count()
    rows.update(current_task_state=None)
    rows.delete()
    return count


@register_step("revisions")
def _revisions(subject: Subject, names: tuple[str, ...]) -> int:
    """A live page keeps one revision, written anew from the published columns; any other page keeps none."""
    page = subject.page
    rows = Revision.objects.filter(base_content_type__in=subject.types, object_id=str(subject.pk))
    if page is None or not page.live:
        count = rows.count()
        if page is not None:
            subject.model.objects.filter(pk=page.pk).update(
                latest_revision=None, live_revision=None, draft_title=page.title
            )
        rows.delete()
        return count
    kept = page.live_revision or page.latest_revision
    draft = page.latest_revision if _is_open_draft(page) else None
    gone = rows.exclude(pk__in=[item.pk for item in (kept, draft) if item is not None])
    count = gone.count()
    if kept is not None and kept != draft:
        # Written anew even when it is the newest: comments stand inside its JSON.
        kept.content = page.serializable_data()
        kept.object_str = str(page)
        kept.user_id = subject.author_id or kept.user_id
        kept.save()
    values: dict[str, Any] = {"live_revision": kept} if kept != draft else {}
    if draft is None:
        values |= {"latest_revision": kept, "draft_title": page.title}
    subject.model.objects.filter(pk=page.pk).update(**values)
    gone.delete()
    return count


@register_step("log")
def _log(subject: Subject, names: tuple[str, ...]) -> int:
    touched = 0
    for entry in PageLogEntry.objects.filter(page=subject.pk):
        label, data = subject.label, without_words(entry.data)
        if (entry.label, entry.data) != (label, data):
            PageLogEntry.objects.filter(pk=entry.pk).update(label=label, data=data)
            touched += 1
    rows = ModelLogEntry.objects.filter(content_type__in=subject.types, object_id=str(subject.pk))
    touched += rows.exclude(label=subject.label).update(label=subject.label, data={})
    admin = LogEntry.objects.filter(content_type__in=subject.types, object_id=str(subject.pk))
    return touched + admin.exclude(object_repr=subject.label, change_message="").update(
        object_repr=subject.label, change_message=""
    )


@register_step("redirects")
def _redirects(subject: Subject, names: tuple[str, ...]) -> int:
    rows = Redirect.objects.filter(redirect_page=subject.pk)
    count = rows.count()
    rows.delete()
    return count


@register_step("form-states")
def _form_states(subject: Subject, names: tuple[str, ...]) -> int:
    """Form data of the preview: of this page, and of new pages that were never saved and are a day old."""
    mine = models.Q(content_type__in=subject.types, object_id=str(subject.pk))
    abandoned = models.Q(content_type__in=subject.types, object_id="")
    rows = FormState.objects.filter(mine | abandoned)
    count = rows.count()
    rows.delete()
    return count


def _mentions(text: str, names: Sequence[str]) -> bool:
    folded = fold(text)
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}", folded) for name in names if len(name) > 2)


@register_step("query-log", by_name=True)
def _query_log(subject: Subject, names: tuple[str, ...]) -> int:
    """Queries that name what the case giver named; without names nothing ties a query to a record."""
    touched = 0
    models: tuple[Any, ...] = (UnansweredQuery, FollowedQuery) if names else ()
    for model in models:
        found = [row.pk for row in model.objects.all() if _mentions(row.text, names)]
        model.objects.filter(pk__in=found).delete()
        touched += len(found)
    return touched


@register_step("uploads", by_name=True)
def _uploads(subject: Subject, names: tuple[str, ...]) -> int:
    """Half-finished uploads hold the file as it came, with everything in it."""
    limit = timezone.now() - timedelta(hours=UPLOAD_HOURS)
    touched = 0
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        is_old = not storage.exists(name) or storage.get_modified_time(name) < limit
        if is_old or _mentions(name, names):
            storage.delete(name)
            upload.delete()
            touched += 1
    return touched


@register_step("media-titles", by_name=True)
def _media_titles(subject: Subject, names: tuple[str, ...]) -> int:
    """Titles and descriptions of images and documents that name what the case giver named."""
    touched = 0
    for model, fields in ((get_image_model(), ("title", "description")), (get_document_model(), ("title",))):
        for row in model.objects.all() if names else ():
            wrong = [name for name in fields if _mentions(getattr(row, name), names)]
            for name in wrong:
                setattr(row, name, f"{model._meta.verbose_name} {row.pk}" if name == "title" else "")
            if wrong:
                row.save()
                touched += 1
    return touched


@register_step("admin-search")
def _admin_search(subject: Subject, names: tuple[str, ...]) -> int:
    """Wagtail's own index of pages, which the administration searches."""
    page = subject.page
    if page is not None:
        index.insert_or_update_object(page)
    return 0


# --------------------------------------------------------------------------- all steps


def _run_steps(
    steps: Iterable[Step], subject: Subject, occasion: str, names: Sequence[str], user: Any
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for step in steps:
        touched = step.run(subject, tuple(names))
        if touched:
            counts[step.code] += touched
            trail.note(
                subject=subject.key,
                action="bereinigt",
                details={"decision": occasion, "reason": step.code},
                count=touched,
                user=user,
            )
    logger.info("%s scrubbed at %s: %s", subject.key, occasion, dict(counts))
    return counts


@transaction.atomic
def run_by_names(*, subject: Subject, occasion: str, names: Sequence[str]) -> Counter[str]:
    """The last use of the names of the intake before they are destroyed: only the steps that look for
    them.
    """
    return _run_steps(_chosen(by_name=True), subject, occasion, names, None)


@transaction.atomic
def run(*, subject: Subject, occasion: str, names: Sequence[str] = (), user: Any = None) -> Counter[str]:
    """Remove what the work on a record has left behind, at its release, withdrawal or deletion; one line in
    the trail per kind of residue.

    ``names`` are the names given at intake, if they are still known: they are also looked for where no record
    is tied to the row (query log, files). Returns how many rows each step touched. Compaction of the files on
    disk (:func:`compact`) comes after the commit.
    """
    counts = _run_steps(_chosen(), subject, occasion, names, user)
    trail.destroy_key(subject=subject.key)
    return counts


# --------------------------------------------------------------------------- files on disk


def compact() -> bool:
    """Give freed bytes of the database back, so that the raw file holds no deleted text; ``False`` where it
    has to wait.

    SQLite: merge the full-text segments (they keep deleted words), VACUUM, empty the write-ahead log.
    PostgreSQL: VACUUM; a dump holds live rows only. Not possible inside a transaction; a busy database is
    tried again by ``manage.py scrub_cases``.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for table in connection.introspection.table_names(cursor):
                    if table.endswith("_fts"):
                        optimise = f"INSERT INTO {table}({table}) VALUES ('optimize')"  # noqa: S608 - ours
                        cursor.execute(optimise)
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                row = cursor.fetchone()
                return row is None or row[0] in (0, -1)
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM")
    except OperationalError as error:
        logger.warning("database not compacted: %s", error)
        return False
    return True
