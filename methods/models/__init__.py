"""Tables of the methods: cards with what they are made of, session plans, reports from use."""

from methods.models.card_children import (
    MethodAccessNote,
    MethodChallengeArea,
    MethodCombination,
    MethodFile,
    MethodInnerPassage,
    MethodMaterial,
    MethodPhase,
    MethodPitfall,
    MethodQuestion,
    MethodRole,
    MethodSource,
    MethodTip,
    MethodVariant,
)
from methods.models.card_page import MethodCardPage, MethodIndexPage, MethodQuerySet
from methods.models.report_request import ReportRequest, ask_for_reports
from methods.models.session_plan import SessionBlock, SessionPlan, copy_plans
from methods.models.usage_report import UsageReport

__all__ = [
    "MethodAccessNote",
    "MethodCardPage",
    "MethodChallengeArea",
    "MethodCombination",
    "MethodFile",
    "MethodIndexPage",
    "MethodInnerPassage",
    "MethodMaterial",
    "MethodPhase",
    "MethodPitfall",
    "MethodQuerySet",
    "MethodQuestion",
    "MethodRole",
    "MethodSource",
    "MethodTip",
    "MethodVariant",
    "ReportRequest",
    "SessionBlock",
    "SessionPlan",
    "UsageReport",
    "ask_for_reports",
    "copy_plans",
]
