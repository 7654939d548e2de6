"""What others point to is not deleted: one rule and one sentence for pages, snippets, terms, files, in forms,
in bulk and in the shell.

Uses are foreign keys, many-to-many fields, tags and links in texts, of what is stored and of the newest
drafts. Fields of pages and their rows stay ``CASCADE`` or ``SET_NULL``: a revision that names a row which is
gone cannot be opened again with any other ``on_delete`` (modelcluster). Records beside them say ``protect``,
which is Django's ``PROTECT`` with this sentence. What belongs to a record (its rows, the release of a case)
is no use of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.snippets.models import get_snippet_models

from knowledge.base.switches import Switch

__all__ = [
    "InUse",
    "connect",
    "deleting_everything",
    "protect",
    "refused",
    "refused_by",
    "sentence",
    "uses_of",
]

Key = tuple[str, Any]

_everything_goes = Switch("everything_goes")


class InUse(IntegrityError):
    """A record that others point to was to be deleted. ``refused`` holds it and who needs it.

    No ``ProtectedError``: Django catches those while it collects, and puts a sentence of its own instead.
    """

    def __init__(self, refused: Sequence[tuple[Any, list[Any]]]) -> None:
        self.refused = list(refused)
        super().__init__(" ".join(sentence(record, uses) for record, uses in refused))


def _counts(uses: Iterable[Any]) -> list[str]:
    """ "28 Beratungsfälle", "1 Lehre": how many of each kind."""
    kinds = Counter(type(use) for use in uses)
    return sorted(
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in kinds.items()
    )


def sentence(record: Any, uses: Sequence[Any]) -> str:
    """Why a record stays and what to do instead. Names nobody but the record: who points to it may be
    confidential.
    """
    text = _(
        "„%(record)s“ wird noch gebraucht (%(uses)s) und bleibt deshalb bestehen. Bitte dort zuerst ersetzen"
        " oder herausnehmen."
    )
    words = text % {"record": record, "uses": ", ".join(_counts(uses))}
    if isinstance(record, Page):
        words += " " + _("Soll die Seite nur nicht mehr erscheinen: die Veröffentlichung aufheben.")
    return words


# --------------------------------------------------------------------------- uses


def _key(record: Any) -> Key:
    return ("page", record.pk) if isinstance(record, Page) else (record._meta.label_lower, record.pk)


def _parent_link(model: type[models.Model]) -> ParentalKey | None:
    return next((field for field in model._meta.concrete_fields if isinstance(field, ParentalKey)), None)


def _is_use(field: models.ForeignKey[Any, Any]) -> bool:
    """Whether a foreign key needs its target, rather than its row belonging to it."""
    model = field.model
    if isinstance(field, ParentalKey) or field.remote_field.parent_link or model._meta.auto_created:
        return False
    if (
        issubclass(model, ClusterableModel)
        or _parent_link(model) is not None
        or field.remote_field.on_delete in {models.PROTECT, protect}
    ):
        return True
    return model in get_snippet_models() and field.remote_field.on_delete is not models.CASCADE


def _sources(record: models.Model) -> Iterator[Any]:
    """Rows whose columns or many-to-many fields name the record."""
    for relation in record._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete:
            continue
        if (isinstance(field, models.ForeignKey) and _is_use(field)) or isinstance(
            field, models.ManyToManyField
        ):
            yield from field.model._base_manager.filter(**{field.name: record.pk})


def _in_texts(record: models.Model) -> Iterator[Any]:
    """Pages that link to the record or show it in a rich text or a block."""
    for source in (
        ReferenceIndex.get_references_to(record).values_list("base_content_type", "object_id").distinct()
    ):
        found = _stored(*source)
        if isinstance(found, ClusterableModel):
            yield found


def _stored(content_type: int, pk: str) -> Any:
    from django.contrib.contenttypes.models import ContentType

    model = ContentType.objects.get_for_id(content_type).model_class()
    return model._base_manager.filter(pk=pk).first() if model is not None else None


def _in_drafts(record: models.Model) -> Iterator[Any]:
    """Pages whose newest or scheduled draft names the record: it would come back without it."""
    newest = Page.objects.filter(has_unpublished_changes=True).values("latest_revision")
    for revision in Revision.objects.filter(
        models.Q(pk__in=newest) | models.Q(approved_go_live_at__isnull=False)
    ):
        page = Page.objects.filter(pk=revision.object_id).first()
        if (
            page is not None
            and page.specific_class is not None
            and _names(page.specific_class, revision.content, record)
        ):
            yield page


def _names(model: type[models.Model], content: Mapping[str, Any], record: models.Model) -> bool:
    """Whether the JSON of a revision names the record in a column, a many-to-many field or a row."""
    for field in model._meta.concrete_fields:
        if (
            isinstance(field, models.ForeignKey)
            and isinstance(record, field.related_model)
            and _is_use(field)
            and content.get(field.name) == record.pk
        ):
            return True
    for field in get_all_child_m2m_relations(model):
        if isinstance(record, field.related_model) and record.pk in (content.get(field.name) or ()):
            return True
    return any(
        _names(relation.related_model, row, record)
        for relation in get_all_child_relations(model)
        for row in content.get(relation.get_accessor_name()) or ()
    )


def _whole(source: Any) -> Any:
    """The record an editor would open: a row stands for what it belongs to."""
    while not isinstance(source, ClusterableModel) and (link := _parent_link(type(source))) is not None:
        source = getattr(source, link.name)
    return source.specific if isinstance(source, Page) else source


def uses_of(record: Any, *, apart_from: frozenset[Key] = frozenset()) -> list[Any]:
    """Records that need this one, each once; not those that go with it."""
    record = record.specific if isinstance(record, Page) else record
    found: dict[Key, Any] = {}
    for source in (*_sources(record), *_in_texts(record), *_in_drafts(record)):
        whole = _whole(source)
        if _key(whole) not in apart_from | {_key(record)}:
            found.setdefault(_key(whole), whole)
    return list(found.values())


def _going_together(records: Iterable[Any]) -> dict[Key, Any]:
    """What a deletion of these records takes along: everything below a page."""
    gone: dict[Key, Any] = {}
    for record in records:
        for each in record.get_descendants(inclusive=True) if isinstance(record, Page) else (record,):
            gone[_key(each)] = each
    return gone


def refused(records: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """What of these may not be deleted, and who needs it."""
    gone = _going_together(records)
    return [
        (record, uses) for record in gone.values() if (uses := uses_of(record, apart_from=frozenset(gone)))
    ]


def refused_by(error: InUse | models.ProtectedError) -> list[tuple[Any, list[Any]]]:
    """The same for a refusal of the database layer, which says who needs something but not what."""
    if isinstance(error, InUse):
        return error.refused
    wholes = {_key(whole): whole for whole in map(_whole, error.protected_objects)}
    return [(_("Ein Eintrag"), list(wholes.values()))]


# --------------------------------------------------------------------------- the guard


def deleting_everything() -> AbstractContextManager[None]:
    """Inside, nothing is refused: the whole library goes (``load_demo --reset``)."""
    return _everything_goes.on()


def _origin_keys(origin: Any) -> frozenset[Key]:
    """Everything the deletion began with; treebeard begins with all pages of a branch. Remembered: the signal
    comes once a record.
    """
    known: frozenset[Key] | None = getattr(origin, "_deleted_together", None)
    if known is None:
        known = (
            frozenset(map(_key, origin.all()))
            if isinstance(origin, models.QuerySet)
            else frozenset({_key(origin)})
        )
        origin._deleted_together = known
    return known


def protect(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """``on_delete`` of a foreign key whose row needs its target. Raises :class:`InUse`; only the whole
    library takes the row along.
    """
    if _everything_goes:
        models.CASCADE(collector, field, sub_objs, using)
        return
    apart = _origin_keys(collector.origin) if collector.origin is not None else frozenset()
    needed = {getattr(row, field.name) for row in sub_objs if _key(row) not in apart}
    if needed:
        raise InUse([(record, uses_of(record, apart_from=apart)) for record in needed])


def _guard(sender: Any, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Raises :class:`InUse` for a record that others need."""
    if _everything_goes:
        return
    uses = uses_of(instance, apart_from=_origin_keys(origin) if origin is not None else frozenset())
    if uses:
        raise InUse([(instance, uses)])


def connect() -> None:
    """Guard every model of the project that something else can point to: called once, when all models are
    known.
    """
    own = {
        config.label
        for config in apps.get_app_configs()
        if not config.name.startswith(("django", "wagtail", "taggit"))
    }
    for model in apps.get_models():
        if model._meta.app_label in own and (issubclass(model, Page) or _is_pointed_at(model)):
            pre_delete.connect(
                _guard, sender=model, dispatch_uid=f"knowledge.base.in_use.{model._meta.label_lower}"
            )


def _is_pointed_at(model: type[models.Model]) -> bool:
    """Whether anything but a row of its own can name it; which of these are uses is asked when something is
    deleted, when all snippets are known.
    """
    relations = (
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    )
    return any(
        isinstance(getattr(relation, "field", None), models.ForeignKey | models.ManyToManyField)
        for relation in relations
    )
