"""What is built is documented, and what is documented exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from django.conf import global_settings
from django.core.management import get_commands
from django.urls import get_resolver

from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.operations import deployment
from knowledge.settings import base
from knowledge.settings.environment import FORMER_NAMES
from tests import generated_docs
from tests.conftest import REPOSITORY

APPS = ("search", "knowledge", "cases", "methods", "publications")
README = (REPOSITORY / "README.md").read_text("utf-8")
PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").rglob("*.md"))]
#: Everything that claims to be true today: not the history of changes, nor measurements "with the state of
#: then".
TRUE_TODAY = [
    page
    for page in PAGES
    if page.name != "CHANGELOG.md" and page.parent.name not in {"messungen", "changelog.d"}
]
COMMANDS = generated_docs.commands()
#: One kind of document per folder, and what a guide may be long.
GUIDES = ("einstieg", "anleitung", "howto", "explanation")
LONGEST_GUIDE = 150
CODE = [
    path
    for app in (*APPS, "tests", "tools")
    for path in sorted((REPOSITORY / app).rglob("*"))
    if path.suffix in {".py", ".html", ".sh"}
]


def text(path: str) -> str:
    return (REPOSITORY / path).read_text("utf-8")


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


@pytest.mark.parametrize("page", generated_docs.pages(), ids=lambda page: page.stem)
def test_what_is_generated_is_what_the_code_says(page: Path) -> None:
    content = page.read_text("utf-8")
    assert generated_docs.renewed(content) == content, "run: python -m tests.generated_docs"


def test_every_part_that_can_be_generated_is() -> None:
    parts = {name for page in generated_docs.pages() for name in generated_docs.parts_of(page)}
    assert parts == set(generated_docs.PARTS)
    documented = set(re.findall(r"^\| `(\w+\.[EW]\d{3})`", generated_docs.check_table(), re.MULTILINE))
    assert documented == generated_docs.check_codes(), "a check says its code and rule in its docstring"


def called_commands() -> Iterator[tuple[str, str, str]]:
    """(page, command, its arguments) wherever a page names one."""
    named = re.compile(
        rf"manage\.py ([a-z]+(?:_[a-z]+)+|doctor)\b([^`\n;|]*)|`({'|'.join(COMMANDS)})( --[^`]*)`"
    )
    for page in TRUE_TODAY:
        for one, its, other, others in named.findall(page.read_text("utf-8")):
            yield page.name, one or other, its or others


def test_commands_and_options_named_in_sentences_exist() -> None:
    own = {name: generated_docs.option_names(name) for name in COMMANDS}
    known = set(own) | set(get_commands())
    calls = set(called_commands())
    assert len(calls) > 30
    assert {(page, name) for page, name, _rest in calls if name not in known} == set()
    wrong = {
        (page, name, option)
        for page, name, arguments in calls
        for option in re.findall(r"(?<!\S)(--[a-z-]+)", arguments)
        if name in own and option not in own[name]
    }
    assert wrong == set()


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
    documented = text("docs/referenz/einstellungen.md") + text("docs/anleitung/elasticsearch.md")
    assert [
        name for name in sorted(read - {"JAVA_HOME", "DJANGO_ALLOW_ASYNC_UNSAFE"}) if name not in documented
    ] == []


# --------------------------------------------------------------------------- links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
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
    for page in TRUE_TODAY:
        for name in re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text("utf-8")):
            if not (REPOSITORY / name).exists():
                missing.append((page.name, name))
    assert missing == []


def test_modules_named_in_sentences_exist() -> None:
    """``parser.py`` and ``search.query.parser``: a module that was renamed is noticed here."""
    files = {path.name for path in CODE} | {path.name for path in REPOSITORY.iterdir()}
    dotted = re.compile(rf"`((?:{'|'.join((*APPS, 'tests', 'tools'))})(?:\.\w+)+)(?:\(.*?\))?`")
    missing = []
    for page in TRUE_TODAY:
        content = page.read_text("utf-8")
        missing += [
            (page.name, name)
            for name in re.findall(r"`([\w/]+\.py)`", content)
            if name.rpartition("/")[2] not in files
        ]
        missing += [(page.name, name) for name in dotted.findall(content) if not names_something(name)]
        missing += [
            (page.name, name)
            for name in re.findall(r"python -m ((?:tests|tools)\.[\w.]+)", content)
            if not names_something(name)
        ]
    assert missing == []


def names_something(name: str) -> bool:
    """Whether a dotted name is a module, a thing of one, or the code of a system check."""
    parts = name.split(".")
    if re.fullmatch(r"[EW]\d{3}", parts[-1]):
        return any(f'"{name}"' in path.read_text("utf-8") for path in CODE if path.stem == "checks")
    for length in range(len(parts), 0, -1):
        stem = REPOSITORY.joinpath(*parts[:length])
        if stem.is_dir() or stem.with_suffix(".py").exists():
            if length == len(parts):
                return True
            file = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
            inside = file.read_text("utf-8")
            if stem.is_dir():
                inside += "".join(path.read_text("utf-8") for path in stem.rglob("*.py"))
            return re.search(rf"\b{re.escape(parts[length])}\b", inside) is not None
    return False


def test_variables_named_in_sentences_exist() -> None:
    declared = {name for _section, name, _meaning in generated_docs.variables()}
    constants = "\n".join(path.read_text("utf-8") for path in CODE if path.suffix in {".py", ".sh"})
    constants += text("Makefile") + text("compose.yaml")
    missing = [
        (page.name, name)
        for page in TRUE_TODAY
        for name in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", page.read_text("utf-8"))
        if name not in declared and not re.search(rf"\b{name}\b", constants)
    ]
    assert missing == []
    former = [
        (page.name, name)
        for page in TRUE_TODAY
        for name in FORMER_NAMES
        if re.search(rf"\b{name}\b", page.read_text("utf-8"))
    ]
    assert former == []


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


# --------------------------------------------------------------------------- README, architecture


def test_first_screen_of_the_readme_has_two_commands_and_three_readers() -> None:
    first = README.partition("## ")[0]
    assert len(first.splitlines()) <= 30
    assert re.findall(r"^make \S+", first, re.MULTILINE) == ["make run", "make test"]
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert headings == [
        "Für alle, die entscheiden",
        "Für alle, die sie betreiben",
        "Für alle, die sie entwickeln",
        "English",
        "Lizenz",
    ]


def test_readme_lists_every_login() -> None:
    for account in DEMO_ACCOUNTS:
        assert f"`{account.username}`" in README and f"`{account.password}`" in README


def test_readme_table_leads_to_files() -> None:
    rows = re.findall(r"^\| [^|]+\? \| (.+) \|$", README, re.MULTILINE)
    assert len(rows) >= 10
    for row in rows:
        names = [name for name in re.findall(r"`([\w./-]+/[\w./-]*)`", row) if not name.startswith("/")]
        assert names or "classification" in row, row


DECISIONS = sorted((REPOSITORY / "docs/adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem[:4])
def test_decisions_bear_number_date_status_context_and_consequences(path: Path) -> None:
    content = path.read_text("utf-8")
    number, date, status = path.stem[:4], r"\d{4}-\d{2}-\d{2}", r"(?:proposed|accepted|superseded by \d{4})"
    assert re.match(rf"# {number} \S.*\n\n- Date: {date}\n- Status: {status}\n\n## Context\n", content)
    headings = re.findall(r"^## (.+)$", content, re.MULTILINE)
    assert [name for name in headings if name != "Considered"] == ["Context", "Decision", "Consequences"]


def test_numbers_of_decisions_are_given_once_and_in_order() -> None:
    numbers = [int(path.stem[:4]) for path in DECISIONS]
    gaps = set(range(1, max(numbers) + 1)) - set(numbers)
    assert len(set(numbers)) == len(numbers)
    assert gaps == {int(number) for number in re.findall(r"never was a (\d{4})", text("docs/adr/README.md"))}


# --------------------------------------------------------------------------- form


@pytest.mark.parametrize(
    "page",
    [page for page in TRUE_TODAY if page.parent.name in GUIDES],
    ids=lambda page: f"{page.parent.name}/{page.stem}",
)
def test_a_guide_is_short_and_has_a_line_for_each_sentence(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    assert len(lines) <= LONGEST_GUIDE
    prose = re.sub(r"^```.*?^```", "", "\n".join(lines), flags=re.MULTILINE | re.DOTALL).splitlines()
    ends = re.compile(r"[a-zäöüß]{3,}[.!?] (?=[A-ZÄÖÜ][a-zäöüß])")
    several = [line for line in prose if not line.startswith("|") and len(ends.findall(line)) > 1]
    assert several == []


def test_every_document_is_reachable_from_the_index() -> None:
    index = REPOSITORY / "docs/README.md"
    seen, waiting = set(), [index]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)\s#]+)", page.read_text("utf-8")):
            if not re.match(r"[a-z]+:", target):
                waiting.append((page.parent / unquote(target)).resolve())
    assert set((REPOSITORY / "docs").rglob("*.md")) - seen == set()
    assert "](docs/README.md)" in README


def test_a_folder_of_documents_has_one_language() -> None:
    german = re.compile(r"\b(?:der|die|und|nicht|wird|eine)\b")
    english = re.compile(r"\b(?:the|and|is|are|with)\b")
    for page in TRUE_TODAY:
        if page.parent.name in {"einstieg", "anleitung", "referenz"}:
            assert len(german.findall(page.read_text("utf-8"))) > len(
                english.findall(page.read_text("utf-8"))
            )
        elif page.parent.name in {"howto", "explanation", "adr"}:
            assert len(english.findall(page.read_text("utf-8"))) > len(
                german.findall(page.read_text("utf-8"))
            )


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


# --------------------------------------------------------------------------- changes

TOWNCRIER = tomllib.loads(text("pyproject.toml"))["tool"]["towncrier"]
KINDS = {kind["directory"] for kind in TOWNCRIER["type"]}


def test_fragments_of_changes_have_a_name_a_kind_and_a_sentence() -> None:
    for path in sorted((REPOSITORY / "changelog.d").iterdir()):
        if path.name not in TOWNCRIER["ignore"]:
            assert re.fullmatch(rf"[a-z0-9-]+\.(?:{'|'.join(KINDS)})\.md", path.name), path.name
            assert re.match(r"[^-*#\s].*[.!?“)]\s*$", path.read_text("utf-8"), re.DOTALL), path.name


def test_the_kinds_of_changes_are_explained() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", text("changelog.d/README.md"), re.MULTILINE)) == KINDS


def test_fragments_are_collected_above_what_was_written_before(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md", "changelog.d/README.md", "changelog.d/template.md.jinja"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text(name), "utf-8")
    (tmp_path / "changelog.d/umbenannt.geaendert.md").write_text("`ALT` heißt `NEU`.\n", "utf-8")
    (tmp_path / "changelog.d/zuerst.neu.md").write_text("Etwas ist neu.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--yes", "--version", "1.0.0", "--date", "2027-01-31"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    new = "\n## 1.0.0 – 2027-01-31\n\n### Neu\n- Etwas ist neu.\n\n### Geändert\n- `ALT` heißt `NEU`.\n\n"
    start = TOWNCRIER["start_string"]
    before, _start, after = text("CHANGELOG.md").partition(start)
    written = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    assert written.startswith(before + start + new), written[: len(before) + 400]
    assert written.endswith(after.lstrip("\n"))


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


def test_service_files_and_the_doctor_know_every_regular_command_of_the_guide() -> None:
    guide = (REPOSITORY / "docs/anleitung/betrieb.md").read_text("utf-8")
    table = guide.partition("## 5.")[2].partition("Mit systemd")[0]
    commands = [
        command
        for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|", table, re.MULTILINE)
        for command in re.findall(r"`([^`]+)`", row)
    ]
    assert {command.split()[0] for command in commands} == set(deployment.REGULAR)
    units = {path.name: path.read_text("utf-8") for path in (REPOSITORY / "tools/systemd").iterdir()}
    called = re.findall(
        r"^ExecStart=-?/opt/weiterdenken/\.venv/bin/(.+)$", "\n".join(units.values()), re.MULTILINE
    )
    assert sorted(called) == sorted(
        [f"python manage.py {command}" for command in (*commands, "db_worker")]
        + [next(line for line in guide.splitlines() if "bin/granian" in line).removeprefix(".venv/bin/")]
    )
    for name in units:
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in units and name in guide, name
        elif name.replace(".service", ".timer") not in units:
            assert name in guide, name
