"""The core app, which is the project package as well."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Formats, cycles, lessons, taxonomies, anonymity."""

    name = "knowledge"
    verbose_name = _("Wissen des Forums")

    def ready(self) -> None:
        """Register the system checks and the demo loaders of every app, guard what others point to; take the
        imported register, if there is one.
        """
        from knowledge import cache, checks, contributions
        from knowledge.accounts import logins  # noqa: F401 - declares its job
        from knowledge.anonymity.detector import use_child
        from knowledge.anonymity.register import use_register
        from knowledge.anonymity.retention import scrub, trail
        from knowledge.anonymity.sandbox import use_file_limits, use_folder
        from knowledge.base import form_dates, in_use
        from knowledge.content import demo, export, imports  # noqa: F401 - declare their jobs
        from knowledge.cycle import ballot
        from knowledge.guard import marks, rules, uploads
        from knowledge.operations import backup, log_masking  # noqa: F401 - declares its job

        register = Path(settings.ANONYMITY_REGISTER_FILE)
        if register.is_file():
            use_register(register)
        if settings.RUNTIME_DIRECTORY:
            use_folder(Path(settings.RUNTIME_DIRECTORY))
        use_file_limits(megabytes=settings.FILE_READER_MEGABYTES, seconds=settings.FILE_READER_SECONDS)
        use_child(settings.ANONYMITY_CHILD_PROCESS)

        cache.watch()
        form_dates.install()
        checks.connect()
        log_masking.install()
        post_migrate.connect(marks.ensure_key, sender=self, dispatch_uid="knowledge.guard.marks")
        rules.connect()
        scrub.connect()
        uploads.connect()
        trail.connect()
        in_use.connect()
        contributions.connect()
        ballot.register()
        demo.register()
        autodiscover_modules("demo_loader")
