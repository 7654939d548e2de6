"""What ends a workflow (setting ``WAGTAIL_FINISH_WORKFLOW_ACTION``). Wagtail takes it before its models are
there, so that nothing is imported until it is called.
"""

from __future__ import annotations

from typing import Any

__all__ = ["finish"]


def finish(workflow_state: Any, user: Any = None) -> None:
    """What was approved is published; a case that nobody reads yet is ready and waits for its batch.

    Raises ``PublicationRefused`` while anything else keeps it back.
    """
    from wagtail.workflows import publish_workflow_state

    from cases import gate
    from cases.models import CasePage, refusal

    draft = workflow_state.content_object.get_latest_revision_as_object()
    if not isinstance(draft, CasePage) or not gate.waits_for_batch(draft):
        publish_workflow_state(workflow_state, user=user)
    elif found := gate.problems(draft):
        raise refusal(draft, found, user=user)
