"""Tables of the cases, and ``gate``: the questions they ask before they are published."""

from cases.models.case_children import (
    CaseActor,
    CaseChallengeArea,
    CaseHypothesis,
    CaseIdea,
    CaseInnerPassage,
    CaseMethod,
    CasePitfall,
    CasePrecondition,
    CaseRelation,
    CaseStep,
)
from cases.models.case_index import CaseIndexPage
from cases.models.case_page import CasePage, CaseQuerySet
from cases.models.completeness import Gap, broken_rules, gaps, missing_fields
from cases.models.confidential import (
    AnonymityReview,
    AnonymityScan,
    CaseClearance,
    CaseMeeting,
    CaseTombstone,
    Consent,
    FindingTerm,
    ReleaseLink,
)
from cases.models.contact import CaseContact, ContactRelay, ContactRequest
from cases.models.follow_up import CaseFollowUp, newest_follow_ups
from cases.models.follow_up_link import FollowUpLink
from cases.models.four_eyes import FourEyesTask, approved
from cases.models.gate import Problem, PublicationRefused, detector_order, refusal, required_order
from cases.models.intruder import IntruderTest
from cases.models.neighbours import neighbours
from cases.models.raw_case import (
    RawAccess,
    RawCase,
    RawDecision,
    deletion_date_after_release,
    hold_raw,
    raw_of,
)
from cases.models.rendering import Shown, section_content
from cases.models.substance import CaseFigure, CaseLegalBasis
from cases.models.unreported import UnreportedWord
from cases.profile import CaseFact, ParticipantBand, Statute

__all__ = [
    "AnonymityReview",
    "AnonymityScan",
    "CaseActor",
    "CaseChallengeArea",
    "CaseClearance",
    "CaseContact",
    "CaseFact",
    "CaseFigure",
    "CaseFollowUp",
    "CaseHypothesis",
    "CaseIdea",
    "CaseIndexPage",
    "CaseInnerPassage",
    "CaseLegalBasis",
    "CaseMeeting",
    "CaseMethod",
    "CasePage",
    "CasePitfall",
    "CasePrecondition",
    "CaseQuerySet",
    "CaseRelation",
    "CaseStep",
    "CaseTombstone",
    "Consent",
    "ContactRelay",
    "ContactRequest",
    "FindingTerm",
    "FollowUpLink",
    "FourEyesTask",
    "Gap",
    "IntruderTest",
    "ParticipantBand",
    "Problem",
    "PublicationRefused",
    "RawAccess",
    "RawCase",
    "RawDecision",
    "ReleaseLink",
    "Shown",
    "Statute",
    "UnreportedWord",
    "approved",
    "broken_rules",
    "deletion_date_after_release",
    "detector_order",
    "gaps",
    "gate",
    "hold_raw",
    "missing_fields",
    "neighbours",
    "newest_follow_ups",
    "raw_of",
    "refusal",
    "required_order",
    "section_content",
]
