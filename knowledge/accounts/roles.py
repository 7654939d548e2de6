"""Roles as groups with permissions, and the demo accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from knowledge.models import HomePage
from knowledge.permissions import Role

__all__ = ["DEMO_ACCOUNTS", "DemoAccount", "ensure_demo_accounts", "ensure_roles", "ensure_workflow"]

PAGE_PERMISSIONS = {
    Role.EDITOR: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    Role.FACILITATOR: ["add_page", "change_page"],
}
MODEL_PERMISSIONS = {
    # app label, model, actions
    Role.EDITOR: [
        ("knowledge", "challengearea", "view change"),
        ("knowledge", "policyfield", "view add change"),
        ("knowledge", "targetgroup", "view add change"),
        ("knowledge", "forumcycle", "view add change"),
        ("knowledge", "format", "view add change"),
        ("knowledge", "workingmeeting", "view add change"),
        ("knowledge", "cyclemembership", "view add change delete"),
        ("knowledge", "application", "view change delete"),
        ("knowledge", "newslettersubscription", "view delete"),
        ("knowledge", "lessonverdict", "view add change delete decide"),
        ("knowledge", "entryphrase", "view add change delete"),
        ("methods", "sessionplan", "view add change delete"),
        ("methods", "usagereport", "view add change delete decide"),
        ("cases", "casefollowup", "view add change delete decide"),
        ("publications", "adoptionreport", "view add change delete decide"),
        ("publications", "pagefeedback", "view add change delete decide"),
        ("cases", "casemeeting", "view add change"),
        ("cases", "consent", "view add"),
        ("cases", "anonymityreview", "view add"),
        ("cases", "rawcase", "view add change review delete"),
        ("cases", "participantband", "view add change delete"),
        ("search", "glossaryentry", "view add change delete"),
        ("search", "savedsearch", "view delete"),
        ("knowledge", "openquestion", "view add change delete"),
        ("knowledge", "questionsubscription", "view delete"),
        ("knowledge", "barrierreport", "view delete"),
        ("knowledge", "job", "view add change"),
    ],
    Role.FACILITATOR: [
        ("knowledge", "openquestion", "view add change"),
        # They take cases in and see the list of codes; what is in a raw case only the editors open.
        ("cases", "rawcase", "view add"),
        # They run a cycle from its call to its closing, and know who took part.
        ("knowledge", "cyclemembership", "view add"),
        ("knowledge", "forumcycle", "view add change"),
        ("knowledge", "workingmeeting", "view add change"),
        ("knowledge", "application", "view change"),
        ("methods", "sessionplan", "view add change delete"),
        # They report and judge; an editor decides what is shown.
        ("knowledge", "lessonverdict", "view add"),
        ("methods", "usagereport", "view add"),
    ],
}


@dataclass(frozen=True)
class DemoAccount:
    """A login of the demo, one per role; README lists them."""

    username: str
    password: str
    role: str
    superuser: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("admin", "weiterdenken-admin", "Administration", superuser=True),
    DemoAccount("redaktion", "weiterdenken-redaktion", Role.EDITOR),
    DemoAccount("moderation", "weiterdenken-moderation", Role.FACILITATOR),
    DemoAccount("alumna", "weiterdenken-alumna", Role.ALUMNI),
)


def ensure_roles() -> None:
    """Create the groups and give them their permissions; running it again changes nothing."""
    home = HomePage.objects.first() or Page.get_first_root_node()
    root_collection = Collection.get_first_root_node()
    access_admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name in (Role.EDITOR, Role.FACILITATOR, Role.ALUMNI):
        group, _created = Group.objects.get_or_create(name=name)
        if name == Role.ALUMNI:
            continue
        group.permissions.add(access_admin)
        for codename in PAGE_PERMISSIONS[name]:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        for app_label, model, actions in MODEL_PERMISSIONS[name]:
            codenames = [f"{action}_{model}" for action in actions.split()]
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
            )
        for app_label, codename in (
            ("wagtailimages", "add_image"),
            ("wagtailimages", "choose_image"),
            ("wagtaildocs", "add_document"),
            ("wagtaildocs", "choose_document"),
        ):
            permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root_collection, permission=permission
            )


WORKFLOW_NAME = "Prüfung durch die Redaktion"
_SAMPLE = "Moderators approval"
"""Workflow and task that Wagtail's first migration makes; others belong to the operator."""


def ensure_workflow() -> None:
    """One workflow: what the facilitators submit, the editors approve. Wagtail's sample groups and its name
    go.
    """
    editors = Group.objects.get(name=Role.EDITOR)
    workflow = Workflow.objects.filter(name__in=[WORKFLOW_NAME, _SAMPLE]).first() or Workflow.objects.create(
        name=WORKFLOW_NAME
    )
    workflow.name = WORKFLOW_NAME
    workflow.active = True
    workflow.save()
    task = GroupApprovalTask.objects.filter(
        name__in=[WORKFLOW_NAME, _SAMPLE]
    ).first() or GroupApprovalTask.objects.create(name=WORKFLOW_NAME)
    task.name = WORKFLOW_NAME
    task.save()
    task.groups.add(editors)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()


def ensure_demo_accounts() -> None:
    """Create the demo accounts with the passwords of the README; existing ones keep theirs."""
    users = get_user_model()
    for account in DEMO_ACCOUNTS:
        user, created = users.objects.get_or_create(
            username=account.username,
            defaults={
                "is_superuser": account.superuser,
                "is_staff": account.superuser,
                "first_name": account.role,
                "email": f"{account.username}@example.org",
            },
        )
        if created:
            user.set_password(account.password)
            user.save()
        if not account.superuser:
            user.groups.add(Group.objects.get(name=account.role))
