"""What every record has: the page and the rule who may read it, taxonomy, blocks, fields, panels."""

from knowledge.base import form_dates, in_use, reading
from knowledge.base.blocks import (
    TEXT_FEATURES,
    AttachmentsBlock,
    BodyBlock,
    SectionBlock,
    ShelfBlock,
    SituationBlock,
)
from knowledge.base.fields import ChoiceListField
from knowledge.base.forms import LibraryPageForm
from knowledge.base.guarded import GuardedRow, GuardedWords, by_field
from knowledge.base.inner_passages import InnerPassage, inner_passages, inner_passages_for
from knowledge.base.origins import (
    RetoldFact,
    RetoldPassage,
    facts_told_in,
    origin_narrowed,
    register_retellers,
    retold_facts,
    to_review,
    without_decided,
)
from knowledge.base.page import (
    PAGE_CLASSIFICATION,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
    OutdatedPage,
    SitePage,
    record_models,
)
from knowledge.base.panels import ContributionsPanel, PhrasesPanel, group, library_tabs
from knowledge.base.reading import page_at, path_to, readable_pages
from knowledge.base.rows import fetch_rows
from knowledge.base.slugs import german_slug
from knowledge.base.switches import Switch
from knowledge.base.taxonomy import (
    ChallengeArea,
    ChallengeAreaItem,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
)
from knowledge.base.titles import title_for_reader
from knowledge.base.versions import VersionedForm, VersionedRecord

__all__ = [
    "PAGE_CLASSIFICATION",
    "TEXT_FEATURES",
    "AttachmentsBlock",
    "BodyBlock",
    "ChallengeArea",
    "ChallengeAreaItem",
    "ChoiceListField",
    "ContributionsPanel",
    "GuardedRow",
    "GuardedWords",
    "InnerPassage",
    "LibraryPage",
    "LibraryPageForm",
    "LibraryPageManager",
    "LibraryPageQuerySet",
    "OutdatedPage",
    "PhrasesPanel",
    "PolicyField",
    "RetoldFact",
    "RetoldPassage",
    "SectionBlock",
    "ShelfBlock",
    "SitePage",
    "SituationBlock",
    "SustainableDevelopmentGoal",
    "Switch",
    "TargetGroup",
    "VersionedForm",
    "VersionedRecord",
    "by_field",
    "facts_told_in",
    "fetch_rows",
    "form_dates",
    "german_slug",
    "group",
    "in_use",
    "inner_passages",
    "inner_passages_for",
    "library_tabs",
    "origin_narrowed",
    "page_at",
    "path_to",
    "readable_pages",
    "reading",
    "record_models",
    "register_retellers",
    "retold_facts",
    "title_for_reader",
    "to_review",
    "without_decided",
]
