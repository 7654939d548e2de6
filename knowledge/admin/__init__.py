"""The administration of the core app: forms, listings and panels that the hooks of every app put together."""

from knowledge.admin.barriers import BarrierReportViewSet
from knowledge.admin.contributions import ContributionViewSet, add_buttons, decide_contribution
from knowledge.admin.cycles import cycle_urls, desk_buttons, desk_column
from knowledge.admin.deletion import refusal
from knowledge.admin.glossary import GlossaryForm, GlossaryIndexView, UnderstoodPanel, decide_pair
from knowledge.admin.guard import guarded, public_text, tell
from knowledge.admin.home import WorkPanel
from knowledge.admin.inbox import InboxKind, InboxRow, inbox_kind
from knowledge.admin.invitations import invite_people, may_invite
from knowledge.admin.jobs import (
    job_again,
    job_list,
    job_page,
    job_result,
    job_start,
    may_see_jobs,
    queued,
)
from knowledge.admin.learning import learn, learn_address, learned, may_learn
from knowledge.admin.listings import choice_column, defuse_exports, listing
from knowledge.admin.page_editing import LibraryPageViewSet
from knowledge.admin.page_links import PAGE_LINK_RULE
from knowledge.admin.phrases import entry_phrases, may_phrase
from knowledge.admin.private_snippets import PrivateSnippetViewSet
from knowledge.admin.publishing import explain_bulk_guard, explain_guard, remind_of_placeholders
from knowledge.admin.questions import (
    NewsletterSubscriptionViewSet,
    OpenQuestionViewSet,
    QuestionSubscriptionViewSet,
    SavedSearchViewSet,
    may_see_radar,
)
from knowledge.admin.radar import RadarView
from knowledge.admin.redirect_import import redirect_import_urls

__all__ = [
    "PAGE_LINK_RULE",
    "BarrierReportViewSet",
    "ContributionViewSet",
    "GlossaryForm",
    "GlossaryIndexView",
    "InboxKind",
    "InboxRow",
    "LibraryPageViewSet",
    "NewsletterSubscriptionViewSet",
    "OpenQuestionViewSet",
    "PrivateSnippetViewSet",
    "QuestionSubscriptionViewSet",
    "RadarView",
    "SavedSearchViewSet",
    "UnderstoodPanel",
    "WorkPanel",
    "add_buttons",
    "choice_column",
    "cycle_urls",
    "decide_contribution",
    "decide_pair",
    "defuse_exports",
    "desk_buttons",
    "desk_column",
    "entry_phrases",
    "explain_bulk_guard",
    "explain_guard",
    "guarded",
    "inbox_kind",
    "invite_people",
    "job_again",
    "job_list",
    "job_page",
    "job_result",
    "job_start",
    "learn",
    "learn_address",
    "learned",
    "listing",
    "may_invite",
    "may_learn",
    "may_phrase",
    "may_see_jobs",
    "may_see_radar",
    "public_text",
    "queued",
    "redirect_import_urls",
    "refusal",
    "remind_of_placeholders",
    "tell",
]
