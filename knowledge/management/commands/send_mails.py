"""Send what people asked to hear about."""

from __future__ import annotations

from typing import Any

from knowledge.barriers import forget_old_reports
from knowledge.cycle.call import ask_newsletter_owners, tell_newsletter
from knowledge.questions import actions
from search.operations import RegularCommand
from search.public_forms import forget_expired
from search.saved import ask_owners, send_due


class Command(RegularCommand):
    """``send_mails``"""

    help = (
        "Schreibt fällige Post, die „db_worker“ verschickt: Bitten um Bestätigung, Neues zu gemerkten Suchen,"
        " Antworten auf Fragen, Ausschreibungen. Im Betrieb jede Minute; auch gleichzeitig aufrufbar."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        forget_expired()
        forget_old_reports()
        asked = ask_owners() + actions.ask_owners() + ask_newsletter_owners()
        news, answers, calls = send_due(), actions.tell_askers(), tell_newsletter()
        self.stdout.write(
            f"{asked} Bitten um Bestätigung, {news} Mails zu gemerkten Suchen, {answers} zu offenen Fragen,"
            f" {calls} zu Ausschreibungen."
        )
