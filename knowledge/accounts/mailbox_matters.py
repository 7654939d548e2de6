"""What the library keeps for a mailbox rather than for an account: shown with the data of whoever proved that
the mailbox is theirs, and ended with their account, whoever deletes it.

Each app announces its own in an ``account_boxes.py``; what is subscribed to by mail is known by its model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import ngettext

from knowledge.accounts.account_boxes import discover
from knowledge.barriers import forget_reports_of, reports_of
from search.models import MailSubscription, SavedSearch, mailbox_of

__all__ = ["MailboxMatter", "ending_with", "known_matters", "matters_of", "own_mailboxes", "register_matter"]


@dataclass(frozen=True, slots=True)
class MailboxMatter:
    """``name`` is its part of somebody's data, ``counted`` says a number of them, ``found`` gives them as
    plain values, ``end`` ends them; both for a set of mailboxes.
    """

    name: str
    counted: Callable[[int], str]
    found: Callable[[frozenset[str]], list[dict[str, Any]]]
    end: Callable[[frozenset[str]], object]


_matters: Final[dict[str, MailboxMatter]] = {}


def register_matter(matter: MailboxMatter) -> None:
    """A name that comes again replaces the matter."""
    _matters[matter.name] = matter


def known_matters() -> list[MailboxMatter]:
    """All of them, of every app."""
    discover()
    return list(_matters.values())


def own_mailboxes(user: Any) -> frozenset[str]:
    """Those a code was read in: an address that somebody merely typed is nobody's proof."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(mailbox_of(email) for email in proved)


def matters_of(user: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything kept for the mailboxes of a person, by the name of the matter."""
    mailboxes = own_mailboxes(user)
    return {matter.name: matter.found(mailboxes) if mailboxes else [] for matter in known_matters()}


def ending_with(user: Any) -> list[str]:
    """What ends with the account, counted in words."""
    mailboxes = own_mailboxes(user)
    found = [(matter, len(matter.found(mailboxes))) for matter in known_matters()] if mailboxes else []
    return [matter.counted(number) for matter, number in found if number]


@receiver(pre_delete, sender=get_user_model())
def _end(instance: Any, **kwargs: Any) -> None:
    """What belongs to a mailbox that another account has proved, too, stays with that one."""
    others = EmailAddress.objects.filter(verified=True).exclude(user=instance)
    kept = frozenset(mailbox_of(email) for email in others.values_list("email", flat=True))
    if mailboxes := own_mailboxes(instance) - kept:
        for matter in known_matters():
            matter.end(mailboxes)


# --------------------------------------------------------------------------- what comes by mail


def _searches(mailboxes: frozenset[str]) -> list[dict[str, Any]]:
    rows = SavedSearch.objects.filter(mailbox__in=mailboxes).order_by("created")
    return [{"suche": row.address, "seit": row.created.isoformat()} for row in rows]


def _subscription_models() -> list[Any]:
    """Those that are no matter of their own."""
    found = [model for model in apps.get_models() if issubclass(model, MailSubscription)]
    return [model for model in found if model is not SavedSearch]


def _subscriptions(mailboxes: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"art": str(model._meta.verbose_name), "seit": row.created.isoformat()}
        for model in _subscription_models()
        for row in model.objects.filter(mailbox__in=mailboxes).order_by("created")
    ]


def _unsubscribe(mailboxes: frozenset[str]) -> None:
    for model in _subscription_models():
        model.objects.filter(mailbox__in=mailboxes).delete()


def _forget_searches(mailboxes: frozenset[str]) -> None:
    SavedSearch.objects.filter(mailbox__in=mailboxes).delete()


def _barriers(mailboxes: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"seit": row.received_at.isoformat(), "was": row.text, "wo": row.place, "bis": str(row.keep_until)}
        for row in reports_of(mailboxes=mailboxes)
    ]


register_matter(
    MailboxMatter(
        "gemerkte_suchen",
        lambda n: ngettext("%(n)d gemerkte Suche", "%(n)d gemerkte Suchen", n) % {"n": n},
        _searches,
        _forget_searches,
    )
)
register_matter(
    MailboxMatter(
        "abonnements",
        lambda n: ngettext("%(n)d Abonnement per Mail", "%(n)d Abonnements per Mail", n) % {"n": n},
        _subscriptions,
        _unsubscribe,
    )
)
register_matter(
    MailboxMatter(
        "gemeldete_barrieren",
        lambda n: ngettext("%(n)d gemeldete Barriere", "%(n)d gemeldete Barrieren", n) % {"n": n},
        _barriers,
        lambda mailboxes: forget_reports_of(mailboxes=mailboxes),
    )
)
