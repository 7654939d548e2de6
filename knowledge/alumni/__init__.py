"""What people who took part keep here: settings, records with notes, topics to talk about."""

from knowledge.alumni.actions import (
    CONFIRM_AFTER,
    answer_contact,
    ask_contact,
    choose_digest,
    confirm_account,
    drop_topic,
    forget_record,
    is_to_confirm,
    keep_record,
    name_topic,
    settings_of,
    stop_digest,
    take_over_records,
)
from knowledge.alumni.kept_list import KeptEntry, chapter_on, kept_entries
from knowledge.alumni.models import AccountSettings, ExchangeRequest, ExchangeTopic, KeptRecord

__all__ = [
    "CONFIRM_AFTER",
    "AccountSettings",
    "ExchangeRequest",
    "ExchangeTopic",
    "KeptEntry",
    "KeptRecord",
    "answer_contact",
    "ask_contact",
    "chapter_on",
    "choose_digest",
    "confirm_account",
    "drop_topic",
    "forget_record",
    "is_to_confirm",
    "keep_record",
    "kept_entries",
    "name_topic",
    "settings_of",
    "stop_digest",
    "take_over_records",
]
