"""Rules Django can check: each error says which rule, why, and where to decide."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from modelcluster.fields import ParentalKey

from knowledge.classification import FieldClass, field_class, unclassified_fields
from knowledge.guard import free_columns

__all__ = [
    "PROJECT_APPS",
    "check_classification",
    "check_guards",
    "check_kind_icons",
    "check_page_templates",
    "check_search_sources",
    "connect",
]

PROJECT_APPS = ("search", "knowledge", "cases", "methods", "publications")


def _project_models() -> list[type[Any]]:
    return [model for label in PROJECT_APPS for model in apps.get_app_config(label).get_models()]


def check_classification(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """knowledge.E001: every field is PUBLIC, QUASI or INTERNAL by decision."""
    return [
        Error(
            f"{model.__name__}.{name} is not classified.",
            hint=(
                f"Add {name!r} to `classification` of {model.__module__}.{model.__name__} (models of search:"
                " knowledge/classification.py): public, quasi or internal (docs/referenz/datenschutz.md)."
            ),
            obj=model,
            id="knowledge.E001",
        )
        for model in _project_models()
        for name in unclassified_fields(model)
    ]


def check_page_templates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """knowledge.E002: every page type has its template."""
    from wagtail.models import Page

    errors: list[CheckMessage] = []
    for model in _project_models():
        if not issubclass(model, Page):
            continue
        try:
            get_template(model.template)  # type: ignore[attr-defined]
        except TemplateDoesNotExist:
            errors.append(
                Error(
                    f"{model.__name__} has no template.",
                    hint=f"Write templates/{model.template}.",
                    obj=model,
                    id="knowledge.E002",
                )  # type: ignore[attr-defined]
            )
    return errors


def check_search_sources(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """knowledge.E003: every record type says how it is searched."""
    from knowledge.models import LibraryPage
    from search import registry

    covered = {source.model for source in registry.registered().values()}
    return [
        Error(
            f"{model.__name__} is not searchable.",
            hint=f"Register a DocumentSource in {model._meta.app_label}/search_documents.py.",
            obj=model,
            id="knowledge.E003",
        )
        for model in _project_models()
        if issubclass(model, LibraryPage) and model not in covered
    ]


def check_kind_icons(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """knowledge.E004: the icon of every kind is drawn."""
    from knowledge.templatetags.icons import PATHS
    from search import registry

    return [
        Error(
            f"The icon {source.icon!r} of {type(source).__name__} is not drawn.",
            hint=(
                "Take a name of PATHS in knowledge/templatetags/icons.py (/komponenten/ shows them),"
                " or draw it there."
            ),
            obj=type(source),
            id="knowledge.E004",
        )
        for source in registry.registered().values()
        if getattr(source, "icon", None) is not None and source.icon not in PATHS
    ]


_GUARDED_BY_SIGNAL = frozenset({"search.GlossaryEntry"})
"""Below the guard, so the guard listens (``guard/rules.py``)."""


def _is_guarded(model: type[Any]) -> bool:
    """Whether its words pass the guard: of itself, or as rows of a record that does."""
    if getattr(model, "text_guard", "") or model._meta.label in _GUARDED_BY_SIGNAL:
        return True
    parents = [field.remote_field for field in model._meta.fields if isinstance(field, ParentalKey)]
    return any(
        getattr(parent.model, "text_guard", "")
        and field_class(parent.model, parent.get_accessor_name()) is not FieldClass.INTERNAL
        for parent in parents
    )


def check_guards(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """knowledge.E005: every word that people write and readers see passes the guard of public texts."""
    return [
        Error(
            f"{model.__name__}.{name} is public and nobody looks through it.",
            hint=(
                "Derive the model from GuardedWords (knowledge/base/guarded.py), Contribution or SitePage, or"
                " classify the field as internal (docs/referenz/datenschutz.md)."
            ),
            obj=model,
            id="knowledge.E005",
        )
        for model in _project_models()
        if not _is_guarded(model)
        for name in free_columns(model)
    ]


def connect() -> None:
    """Let ``manage.py check`` ask them all."""
    for check in (
        check_classification,
        check_page_templates,
        check_search_sources,
        check_kind_icons,
        check_guards,
    ):
        register(check)
