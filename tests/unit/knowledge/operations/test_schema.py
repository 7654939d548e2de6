"""Migrations hold what concerns the database, and an old database is refused by a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from wagtail import blocks
from wagtail.fields import StreamField

from knowledge.operations import health
from knowledge.operations.schema import SchemaAutodetector, schema_field
from methods.models import MethodCardPage


def state(field: models.Field[Any, Any], **options: Any) -> ProjectState:
    """A project with one model of one field."""
    project = ProjectState()
    project.add_model(ModelState("knowledge", "Thing", [("value", field)], options))
    return project


def operations(before: ProjectState, after: ProjectState) -> list[str]:
    questioner = MigrationQuestioner(specified_apps={"knowledge"})
    changes = SchemaAutodetector(before, after, questioner).changes(MigrationGraph())
    return [
        type(operation).__name__
        for migrations in changes.values()
        for migration in migrations
        for operation in migration.operations
    ]


def char(**options: Any) -> models.CharField[str, str]:
    return models.CharField(**{"max_length": 20, **options})


@pytest.mark.parametrize(
    "options",
    [
        {"verbose_name": "Name"},
        {"help_text": "So heißt es."},
        {"choices": [("a", "A")]},
        {"editable": False},
        {"error_messages": {"blank": "Bitte ausfüllen."}},
        {"validators": [str]},
    ],
)
def test_what_only_people_see_is_no_change_of_a_field(options: dict[str, Any]) -> None:
    assert operations(state(char()), state(char(**options))) == []


@pytest.mark.parametrize("options", [{"max_length": 30}, {"null": True}, {"unique": True}, {"default": "x"}])
def test_what_the_database_holds_is_a_change_of_a_field(options: dict[str, Any]) -> None:
    assert operations(state(char()), state(char(**options))) == ["AlterField"]


def test_the_name_of_a_model_is_no_change_of_it() -> None:
    named = state(char(), verbose_name="Ding", verbose_name_plural="Dinge")
    assert operations(state(char()), named) == []
    assert operations(state(char()), state(char(), ordering=["value"])) == ["AlterModelOptions"]


def test_the_sentence_of_a_constraint_is_no_change_of_it() -> None:
    def limited(value: str, sentence: str) -> ProjectState:
        constraint = models.CheckConstraint(
            condition=models.Q(value=value), name="limited", violation_error_message=sentence
        )
        return state(char(), constraints=[constraint])

    assert operations(limited("a", "Nur a."), limited("a", "Bitte a.")) == []
    assert operations(limited("a", "Nur a."), limited("b", "Nur a.")) == ["RemoveConstraint", "AddConstraint"]


def test_a_new_table_is_made_with_its_constraints() -> None:
    limited = models.CheckConstraint(condition=models.Q(value="a"), name="limited")
    after = state(char(), constraints=[limited])
    pointing = [("thing", models.ManyToManyField("knowledge.Thing"))]
    after.add_model(ModelState("knowledge", "Another", pointing))
    assert operations(ProjectState(), after) == ["CreateModel", "CreateModel"]


def test_a_first_migration_waits_for_all_of_wagtail() -> None:
    graph = MigrationGraph()
    for leaf in (("wagtailcore", "0098_x"), ("wagtaildocs", "0014_x"), ("auth", "0012_x")):
        graph.add_node(leaf, None)
    site, group = (models.ForeignKey(model, models.CASCADE) for model in ("wagtailcore.Site", "auth.Group"))
    first = [
        SchemaAutodetector(
            ProjectState(), state(field), MigrationQuestioner(specified_apps={"knowledge"})
        ).changes(graph)["knowledge"][0]
        for field in (site, group)
    ]
    assert ("wagtaildocs", "0014_x") in first[0].dependencies
    assert [label for label, _name in first[1].dependencies] == ["auth"]


def test_a_label_in_a_stream_is_no_change_and_a_new_block_is_one() -> None:
    def stream(*more: tuple[str, blocks.Block], **options: Any) -> ProjectState:
        return state(StreamField([("text", blocks.CharBlock(max_length=20, **options)), *more]))

    assert operations(stream(), stream(label="Text", help_text="Kurz.", icon="edit")) == []
    assert operations(stream(), stream(("link", blocks.URLBlock()))) == ["AlterField"]


def test_a_copy_for_a_migration_leaves_the_field_alone() -> None:
    field = MethodCardPage._meta.get_field("difficulty")
    before = field.deconstruct()
    assert schema_field(field).deconstruct()[3] == {"max_length": 14}
    assert field.deconstruct() == before and field.choices


@pytest.mark.django_db
def test_the_command_is_silent_about_a_help_text_and_not_about_a_length(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    field = MethodCardPage._meta.get_field("purpose")
    monkeypatch.setattr(field, "help_text", "Ein anderer Satz.")
    call_command("makemigrations", "methods", check_changes=True, dry_run=True)
    monkeypatch.setattr(field, "max_length", 210)
    with pytest.raises(SystemExit):
        call_command("makemigrations", "methods", check_changes=True, dry_run=True)
    assert "Alter field purpose on methodcardpage" in capsys.readouterr().out


@pytest.fixture
def from_before(db: None) -> None:
    MigrationRecorder.Migration.objects.create(app="knowledge", name="0002_help_texts_and_required")


@pytest.mark.usefixtures("from_before")
@pytest.mark.parametrize(("command", "options"), [("migrate", {}), ("serve_demo", {"prepare_only": True})])
def test_a_database_of_before_the_first_release_is_refused(
    command: str, options: dict[str, Any], settings: Any
) -> None:
    settings.DEBUG = settings.DEBUG  # what the start of the demo sets is undone with it
    with pytest.raises(CommandError, match=r"vor 1\.0 .* neu geladen .* „make clean“, dann „make run“"):
        call_command(command, **options)


@pytest.mark.usefixtures("from_before")
def test_doctor_says_it_too() -> None:
    found = [one for one in health.examine() if one.area == "Datenbank"]
    assert [one.state for one in found] == [health.PROBLEM]
    assert "make clean" in found[0].advice
