"""Rules Django can check: each error says which rule, why, and where to decide."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from knowledge.classification import unclassified_fields

__all__ = [
    "PROJECT_APPS",
    "check_classification",
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


def connect() -> None:
    """Let ``manage.py check`` ask them all."""
    for check in (check_classification, check_page_templates, check_search_sources, check_kind_icons):
        register(check)
