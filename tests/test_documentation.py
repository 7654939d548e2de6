"""What is built is documented, and what is documented exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from django.conf import global_settings
from django.urls import get_resolver

from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.settings import base
from tests.conftest import REPOSITORY

APPS = ("search", "knowledge", "cases", "methods", "publications")
README = (REPOSITORY / "README.md").read_text("utf-8")
PAGES = [
    REPOSITORY / "README.md",
    *sorted(REPOSITORY.glob("*.md")),
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
CODE = [
    path
    for app in (*APPS, "tests", "tools")
    for path in sorted((REPOSITORY / app).rglob("*"))
    if path.suffix in {".py", ".html", ".sh"}
]


def text(path: str) -> str:
    return (REPOSITORY / path).read_text("utf-8")


def commands() -> list[str]:
    return sorted(
        path.stem
        for app in APPS
        for path in (REPOSITORY / app).glob("management/commands/*.py")
        if path.stem != "__init__"
    )


def settings_read() -> set[str]:
    found: set[str] = set()
    for path in (REPOSITORY / "knowledge/settings").glob("*.py"):
        found |= set(
            re.findall(
                r'(?:env\.\w+|env|required|choice|database)\(\s*"([A-Z][A-Z0-9_]+)"', path.read_text("utf-8")
            )
        )
    return found


# --------------------------------------------------------------------------- commands and settings


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in text("docs/referenz/befehle.md") or f"`{command}`" in text(
        "docs/referenz/befehle.md"
    ).replace(", `", "`, `")


def test_documented_commands_exist() -> None:
    section = text("docs/referenz/befehle.md").partition("## manage.py")[2].partition("## Regelmäßig")[0]
    named = {
        word
        for cell in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
        for word in re.findall(r"`([a-z_]+)", cell)
    }
    assert named == set(commands())


def test_every_make_target_is_documented() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE))
    documented = set(re.findall(r"`make ([a-z-]+)", text("docs/referenz/befehle.md")))
    assert targets - {"help"} == documented


#: Read from the environment by what stands before the settings (manage.py, wsgi.py, Django's own convention).
BEFORE_SETTINGS = {"DJANGO_SETTINGS_MODULE", "DJANGO_SUPERUSER_PASSWORD"}


def settings_of(tree: ast.Module) -> set[str]:
    """Names read as ``settings.NAME``."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
        and node.attr.isupper()
    }


def production_code() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((REPOSITORY / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(REPOSITORY).as_posix(), ast.parse(path.read_text("utf-8"))


def test_every_setting_that_is_read_is_declared() -> None:
    declared = {name for name in dir(base) if name.isupper()}
    missing = {
        (path, name)
        for path, tree in production_code()
        for name in settings_of(tree) - declared
        if not hasattr(global_settings, name) and not name.startswith("WAGTAIL_PAGE_")
    }
    assert missing == set()


def test_no_setting_is_read_with_a_default_of_the_reader() -> None:
    read = [
        (path, node.lineno)
        for path, tree in production_code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"getattr", "hasattr"}
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == "settings"
    ]
    assert read == []


def test_the_environment_is_read_in_the_settings_alone() -> None:
    read = {
        (path, name)
        for path, tree in production_code()
        if not path.startswith("knowledge/settings/")
        for name in re.findall(r"environ(?:\.get\(|\[)'([A-Z_]+)'", ast.unparse(tree))
    }
    assert {name for _path, name in read} <= BEFORE_SETTINGS, read


def test_every_setting_stands_in_the_example_and_no_other() -> None:
    example = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text(".env.example"), re.MULTILINE))
    assert settings_read() | {"DJANGO_SETTINGS_MODULE"} == example | {"DJANGO_SETTINGS_MODULE"}


def test_every_setting_of_the_example_is_explained() -> None:
    lines = text(".env.example").splitlines()
    for number, line in enumerate(lines):
        if re.match(r"^#? ?[A-Z][A-Z0-9_]+=", line):
            before = next(
                (
                    earlier
                    for earlier in reversed(lines[:number])
                    if not re.match(r"^#? ?[A-Z][A-Z0-9_]+=", earlier)
                ),
                "",
            )
            assert before.startswith("# "), line


def test_variables_of_tests_and_measurements_are_documented() -> None:
    read = {
        name
        for path in CODE
        if path.suffix == ".py"
        for name in re.findall(r'os\.environ\.get\("([A-Z_]+)"', path.read_text("utf-8"))
    }
    documented = (
        text("docs/referenz/befehle.md") + text(".env.example") + text("docs/anleitung/elasticsearch.md")
    )
    assert [
        name for name in sorted(read - {"JAVA_HOME", "DJANGO_ALLOW_ASYNC_UNSAFE"}) if name not in documented
    ] == []


# --------------------------------------------------------------------------- links


@pytest.mark.parametrize("page", sorted(set(PAGES)), ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _hash, fragment = target.partition("#")
        file = (page.parent / unquote(path)).resolve() if path else page
        assert file.exists(), target
        if fragment:
            anchors = {
                re.sub(r"[^\w\s-]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
                for line in file.read_text("utf-8").splitlines()
                if line.startswith("#")
            }
            assert unquote(fragment) in anchors, target


def test_files_named_in_tables_and_sentences_exist() -> None:
    """Paths in backticks that begin with a folder of the project, in README, docs and ADRs; the history of
    changes names what was there then.
    """
    roots = (*APPS, "templates", "tests", "docs", "tools", "locale", "LICENSES", ".ci")
    folders = "|".join(map(re.escape, roots))
    missing = []
    for page in sorted({*PAGES} - {REPOSITORY / "CHANGELOG.md"}):
        for name in re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text("utf-8")):
            if not (REPOSITORY / name).exists():
                missing.append((page.name, name))
    assert missing == []


def test_code_names_only_documents_that_exist() -> None:
    named = {
        match
        for path in CODE
        for match in re.findall(r"docs/[\w/-]+(?:\.md)?", path.read_text("utf-8"))
        if path != Path(__file__)
    }
    missing = [
        name
        for name in sorted(named)
        if not (REPOSITORY / name).exists() and not list(REPOSITORY.glob(f"{name}*"))
    ]
    assert missing == []


# --------------------------------------------------------------------------- README, glossary, architecture


def test_readme_answers_in_both_languages_and_names_both_commands() -> None:
    assert README.index("make run") < README.index("## English")
    assert "make test" in README
    assert README.count("![") >= 4


def test_readme_lists_every_login() -> None:
    for account in DEMO_ACCOUNTS:
        assert f"`{account.username}`" in README and f"`{account.password}`" in README


def test_readme_table_leads_to_files() -> None:
    rows = re.findall(r"^\| [^|]+\? \| (.+) \|$", README, re.MULTILINE)
    assert len(rows) >= 10
    for row in rows:
        names = [name for name in re.findall(r"`([\w./-]+/[\w./-]*)`", row) if not name.startswith("/")]
        assert names or "classification" in row, row


def test_glossary_names_things_of_the_code() -> None:
    source = "\n".join(path.read_text("utf-8") for path in CODE if path.suffix == ".py")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \|$", text("docs/referenz/glossar.md"), re.MULTILINE)[
        1:
    ]
    assert len(rows) >= 25
    for row in rows:
        for name in re.findall(r"`([\w.]+)`", row):
            assert name.split(".")[-1] in source, name


def test_checks_named_in_the_architecture_exist() -> None:
    source = "\n".join(path.read_text("utf-8") for path in CODE)
    for code in re.findall(
        r"`((?:knowledge|cases|search)\.[EW]\d{3})`", text("docs/explanation/architecture.md")
    ):
        assert f'"{code}"' in source, code


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "docs/adr").glob("*.md")), ids=lambda path: path.stem[:4]
)
def test_decisions_say_what_why_and_what_follows(path: Path) -> None:
    content = path.read_text("utf-8")
    assert content.startswith(f"# {path.stem[:4]} ")
    for part in ("**Decision.**", "**Why.**", "**Consequences.**"):
        assert part in content, part


def test_addresses_promised_are_routed() -> None:
    def patterns(found: object, prefix: str = "") -> list[str]:
        result = []
        for entry in found:  # type: ignore[attr-defined]
            path = prefix + str(entry.pattern)
            result += patterns(entry.url_patterns, path) if hasattr(entry, "url_patterns") else [path]
        return result

    routed = patterns(get_resolver().url_patterns)
    for address in (
        "suche/",
        "api/v1/search",
        "api/v1/suggest",
        "sitemap.xml",
        "robots.txt",
        "healthz/",
        "konto/anmelden/",
        "konto/abmelden/",
    ):
        assert address in routed
        assert f"/{address}" in text("docs/referenz/schnittstellen.md")


# --------------------------------------------------------------------------- for others


def test_publiccode_tells_the_same_as_the_project() -> None:
    data = yaml.safe_load(text("publiccode.yml"))
    version = re.search(r'^version = "([^"]+)"', text("pyproject.toml"), re.MULTILINE)
    assert version is not None
    assert data["softwareVersion"] == version[1]
    assert data["legal"]["license"] == "EUPL-1.2"
    assert {"de", "en"} <= set(data["description"]) and set(data["localisation"]["availableLanguages"]) == {
        "de",
        "en",
    }
    for language in data["description"].values():
        assert len(language["shortDescription"]) <= 150
        assert 150 <= len(language["longDescription"]) <= 10_000
        assert language["features"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("SECURITY.md", "vertraulich"),
        ("CONTRIBUTING.md", "make check"),
        ("CHANGELOG.md", "## Unveröffentlicht"),
    ],
)
def test_files_that_others_look_for_are_there(path: str, words: str) -> None:
    assert words in text(path)
