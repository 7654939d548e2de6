"""The search app: lowest layer of the project, imports nothing of it."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Collects the sources of all apps and listens to what happens to their records."""

    name = "search"
    label = "search"
    verbose_name = _("Suche")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the apps register, then connect the signals. An engine that does not exist stops the start."""
        autodiscover_modules("search_documents")
        from search import checks, engines, sentences, service
        from search.index import signals

        if settings.RUNTIME_DIRECTORY:
            sentences.use_folder(Path(settings.RUNTIME_DIRECTORY))
        sentences.use_child(settings.SEARCH_CHILD_PROCESS)
        engines.factory(settings.SEARCH_ENGINE)
        checks.connect()
        signals.connect()
        for signal in (post_save, post_delete):
            signal.connect(
                service.glossary_changed,
                sender="search.GlossaryEntry",
                dispatch_uid=f"search.glossary.{id(signal)}",
            )
