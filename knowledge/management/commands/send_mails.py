"""Send what people asked to hear about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.actions import tell_askers
from search.alerts import send_due


class Command(BaseCommand):
    """``send_mails``"""

    help = "Verschickt fällige Post: Neues zu gemerkten Suchen, Antworten auf Fragen. Beliebig oft aufrufbar, zum Beispiel alle zehn Minuten."

    def handle(self, *args: Any, **options: Any) -> None:
        news, answers = send_due(), tell_askers()
        self.stdout.write(f"{news} Mails zu gemerkten Suchen, {answers} zu offenen Fragen.")
