"""Habits of the repository that no linter knows: small modules, honest licences, reasons, no trace of a
workplace.
"""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

APPS = ("search", "knowledge", "cases", "methods", "publications")
MOST_LINES, MOST_LINES_OF_FUNCTION, MOST_PARAMETERS = 550, 76, 6
LONG_BY_NATURE = {"knowledge/enums.py"}
"""One list of closed vocabularies: longer, but nothing in it depends on anything."""
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "services.py", "misc.py"}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
    ).stdout.decode()
    return [REPOSITORY / name for name in listed.split("\0") if name]


FILES = tracked()
MODULES = [
    path
    for path in FILES
    if path.suffix == ".py"
    and path.relative_to(REPOSITORY).parts[0] in APPS
    and "migrations" not in path.parts
    and path.exists()
]


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_modules_are_small_rooms() -> None:
    long = {
        name(path): lines
        for path in MODULES
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert set(long) <= LONG_BY_NATURE, long


def test_functions_are_short() -> None:
    long = {
        f"{name(path)}:{f.name}": size
        for path in MODULES
        for f in functions(path)
        if (size := (f.end_lineno or 0) - f.lineno + 1) > MOST_LINES_OF_FUNCTION
    }
    assert long == {}


def test_no_class_name_stands_twice() -> None:
    """Nested classes are called by their owner (``RawAccess.Action``), commands by their file."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                places.setdefault(node.name, []).append(name(path))
    assert {known: found for known, found in places.items() if len(found) > 1} == {}


def test_functions_take_few_parameters() -> None:
    many = {}
    for path in MODULES:
        for function in functions(path):
            arguments = [
                a.arg
                for a in (*function.args.posonlyargs, *function.args.args)
                if a.arg not in {"self", "cls"}
            ]
            if len(arguments) > MOST_PARAMETERS:
                many[f"{name(path)}:{function.name}"] = arguments
    assert many == {}


def test_no_module_is_called_after_what_it_is_not() -> None:
    assert [name(path) for path in FILES if path.name in BANNED_NAMES] == []


def test_imports_are_absolute() -> None:
    relative = [
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_addresses_and_file_names_are_made_in_one_place() -> None:
    """Where umlauts are written out: Django's own ``slugify`` makes "apfel" of "Äpfel"."""
    others = {
        name(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.text"
        and any(alias.name == "slugify" for alias in node.names)
    }
    assert others == {"knowledge/base/slugs.py"}


def test_every_module_and_every_public_function_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in MODULES
        if path.name != "__init__.py"
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
        and "commands" not in path.parts
    ]
    assert silent == []


# --------------------------------------------------------------------------- tests


HELD_ELSEWHERE = {
    # What only does something inside Wagtail's or Django's machinery is held by a test that goes through it.
    "cases/demo_loader.py": "tests/integration/test_demo_content.py",
    "cases/management/commands/delete_raw_cases.py": "tests/integration/test_raw_cases.py",
    "cases/management/commands/recheck_cases.py": "tests/integration/test_gate.py",
    "cases/management/commands/release_batch.py": "tests/integration/test_batches.py",
    "cases/management/commands/rotate_raw_case_keys.py": "tests/integration/test_raw_cases.py",
    "cases/management/commands/scrub_cases.py": "tests/integration/test_gate.py",
    "cases/wagtail_hooks.py": "tests/integration/test_release.py",
    "cases/workflow_end.py": "tests/attack/test_out_before_its_batch.py",
    "knowledge/management/commands/migrate.py": "tests/unit/knowledge/operations/test_schema.py",
    "publications/coverage/tables.py": "tests/integration/test_tables_everywhere.py",
    "publications/coverage/views.py": "tests/integration/test_tables_everywhere.py",
    "publications/dossier/decision_paper.py": "tests/integration/test_dossier.py",
    "publications/dossier/orders.py": "tests/integration/test_dossier.py",
    "publications/dossier/records.py": "tests/integration/test_dossier.py",
    "publications/dossier/table.py": "tests/integration/test_tables_everywhere.py",
    "publications/dossier/views.py": "tests/integration/test_dossier.py",
    "publications/dossier/writing.py": "tests/integration/test_dossier.py",
    "publications/exports/api.py": "tests/integration/test_exports.py",
    "publications/exports/citations.py": "tests/integration/test_exports.py",
    "publications/exports/harvested.py": "tests/integration/test_exports.py",
    "publications/exports/oai.py": "tests/integration/test_exports.py",
    "publications/exports/tables.py": "tests/integration/test_exports.py",
    "publications/exports/views.py": "tests/integration/test_exports.py",
    "knowledge/admin/redirect_import.py": "tests/integration/test_absurd_forms.py",
    "publications/fit/needs.py": "tests/integration/test_fit.py",
    "publications/fit/standing.py": "tests/integration/test_fit.py",
    "publications/fit/views.py": "tests/integration/test_fit.py",
    "publications/templatetags/exports.py": "tests/integration/test_exports.py",
    "publications/adoption/counts.py": "tests/integration/test_adoption.py",
    "publications/adoption/ledger.py": "tests/integration/test_adoption.py",
    "publications/exports/packages.py": "tests/integration/test_landing_promises.py",
    "publications/adoption/forms.py": "tests/integration/test_adoption.py",
    "publications/adoption/views.py": "tests/integration/test_adoption.py",
    "publications/apps.py": "tests/integration/test_adoption.py",
    "publications/templatetags/adoption.py": "tests/integration/test_adoption.py",
    "publications/templatetags/fit.py": "tests/integration/test_fit.py",
    "publications/management/commands/dossier.py": "tests/integration/test_dossier.py",
    "publications/management/commands/simulate_cycle.py": "tests/integration/test_simulate_cycle.py",
    "publications/simulation/browser.py": "tests/integration/test_simulate_cycle.py",
    "publications/simulation/year.py": "tests/integration/test_simulate_cycle.py",
    "knowledge/accounts/confirmation.py": "tests/integration/test_account_area.py",
    "knowledge/accounts/digest.py": "tests/integration/test_account_area.py",
    "knowledge/accounts/known_devices.py": "tests/integration/test_known_devices.py",
    "cases/account_boxes.py": "tests/integration/test_mailbox_matters.py",
    "cases/contact/own.py": "tests/integration/test_mailbox_matters.py",
    "knowledge/accounts/mailbox_matters.py": "tests/integration/test_mailbox_matters.py",
    "knowledge/accounts/own_views.py": "tests/integration/test_account_area.py",
    "knowledge/accounts/short_sessions.py": "tests/integration/test_account_area.py",
    "knowledge/alumni/actions.py": "tests/integration/test_account_area.py",
    "knowledge/base/inner_passages.py": "tests/integration/test_inner_passages.py",
    "publications/feedback/forms.py": "tests/integration/test_feedback.py",
    "publications/feedback/views.py": "tests/integration/test_feedback.py",
    "publications/models/page_feedback.py": "tests/integration/test_feedback.py",
    "publications/leaks/channels.py": "tests/integration/test_leak_matrix.py",
    "publications/leaks/matrix.py": "tests/integration/test_leak_matrix.py",
    "publications/leaks/other_kinds.py": "tests/integration/test_leak_matrix.py",
    "publications/leaks/planting.py": "tests/integration/test_leak_matrix.py",
    "publications/management/commands/leak_matrix.py": "tests/integration/test_leak_matrix.py",
    "tools/anonymity/__main__.py": "tests/unit/tools/anonymity/test_main.py",
    "tools/confidence/__main__.py": "tests/unit/tools/confidence/test_main.py",
    "knowledge/accounts/allauth_adapters.py": "tests/integration/test_accounts.py",
    "knowledge/accounts/personal_data.py": "tests/integration/test_accounts.py",
    "knowledge/accounts/second_factor.py": "tests/integration/test_accounts.py",
    "knowledge/accounts/sign_in/directory.py": "tests/integration/test_directory_sign_in.py",
    "knowledge/accounts/sign_in/passkeys.py": "tests/integration/test_passkeys.py",
    "knowledge/accounts/sign_in/ways.py": "tests/integration/test_directory_sign_in.py",
    "knowledge/accounts/views.py": "tests/integration/test_accounts.py",
    "knowledge/admin/invitations.py": "tests/integration/test_accounts.py",
    "publications/account_boxes.py": "tests/integration/test_accounts.py",
    "knowledge/content/installation.py": "tests/integration/test_moving_libraries.py",
    "knowledge/content/tables.py": "tests/integration/test_moving_libraries.py",
    "knowledge/management/commands/export_library.py": "tests/integration/test_moving_libraries.py",
    "cases/management/commands/import_library.py": "tests/integration/test_moving_libraries.py",
    "cases/management/commands/apply_withdrawals.py": "tests/integration/test_restored_withdrawals.py",
    "cases/retold/objections.py": "tests/attack/test_facts_told_elsewhere.py",
    "knowledge/guard/beside.py": "tests/attack/test_facts_told_elsewhere.py",
    "cases/restored/departures.py": "tests/integration/test_restored_withdrawals.py",
    "cases/intake/importing.py": "tests/integration/test_moving_libraries.py",
}
"""Modules with logic whose test does not stand at the mirrored place, and where it stands."""

LOGIC = (ast.If, ast.For, ast.While, ast.IfExp, ast.comprehension, ast.Try, ast.Match)


def has_logic(path: Path) -> bool:
    """Whether a function of a module branches or loops."""
    return any(isinstance(node, LOGIC) for function in functions(path) for node in ast.walk(function))


def without_their_test() -> set[str]:
    """Modules with logic that have no test at the mirrored place."""
    tools = [path for path in FILES if name(path).startswith("tools/") and path.suffix == ".py"]
    return {
        name(path)
        for path in (*MODULES, *tools)
        if path.name != "__init__.py"
        and "settings" not in path.parts
        and has_logic(path)
        and not (REPOSITORY / "tests/unit" / Path(name(path)).parent / f"test_{path.name}").exists()
    }


def test_every_module_with_logic_has_its_test_beside_it() -> None:
    assert without_their_test() - set(HELD_ELSEWHERE) == set()


def test_no_exception_is_kept_longer_than_it_is_needed() -> None:
    assert set(HELD_ELSEWHERE) - without_their_test() == set()


def test_tests_that_stand_elsewhere_are_there() -> None:
    assert [test for test in HELD_ELSEWHERE.values() if not (REPOSITORY / test).is_file()] == []


# --------------------------------------------------------------------------- dependencies


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(entry for group in project["optional-dependencies"].values() for entry in group),
    ]
    for entry in wanted:
        assert re.search(rf'^\s*"{re.escape(entry)}",\s+#\s+\S.{{4,}}$', text, re.MULTILINE), entry


def test_python_and_frameworks_are_bounded() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    bounded = [entry for entry in project["dependencies"] if "<" in entry]
    assert len(bounded) == len(project["dependencies"])


# --------------------------------------------------------------------------- licences


def annotations() -> list[dict[str, object]]:
    data: list[dict[str, object]] = tomllib.loads((REPOSITORY / "REUSE.toml").read_text("utf-8"))[
        "annotations"
    ]
    return data


def test_every_licence_that_is_named_is_there_and_the_other_way_round() -> None:
    named = {part for entry in annotations() for part in str(entry["SPDX-License-Identifier"]).split(" AND ")}
    present = {path.stem for path in (REPOSITORY / "LICENSES").iterdir()}
    assert named <= present
    assert {"EUPL-1.2", "CC-BY-4.0"} <= named


def test_every_annotated_path_exists() -> None:
    for entry in annotations():
        paths = entry["path"]
        for pattern in paths if isinstance(paths, list) else [paths]:
            assert list(REPOSITORY.glob(str(pattern).removesuffix("/**"))) or pattern == "**", pattern


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in FILES if "vendor" in path.parts}), ids=name
)
def test_vendored_files_have_an_owner_and_a_licence(folder: Path) -> None:
    owners = [entry for entry in annotations() if str(entry["path"]).startswith(name(folder))]
    assert len(owners) == 1
    assert owners[0]["precedence"] == "override"


def test_lists_of_the_guard_are_owned_one_by_one() -> None:
    readme = (REPOSITORY / "knowledge/anonymity/data/README.md").read_text("utf-8")
    for path in FILES:
        if path.parent.name == "data" and path.parent.parent.name == "anonymity" and path.suffix != ".md":
            assert f"`{path.name}`" in readme, path.name


# --------------------------------------------------------------------------- what must not be in the
# repository


def test_nothing_generated_or_secret_is_tracked() -> None:
    bad = re.compile(
        r"(^|/)(\.env$|db\.sqlite3.*|var/|media/|staticfiles/|\.venv/|__pycache__/|node_modules/)|\.pyc$"
    )
    assert [name(path) for path in FILES if bad.search(name(path))] == []
    ignored = (REPOSITORY / ".gitignore").read_text("utf-8").splitlines()
    assert {".venv/", "/db.sqlite3*", "/var/", "/media/", "/.env"} <= set(ignored)


def test_no_lock_file_and_no_address_of_a_mirror() -> None:
    assert [
        name(path)
        for path in FILES
        if path.name in {"poetry.lock", "uv.lock", "Pipfile.lock", "pip.conf", ".npmrc"}
    ] == []
    pattern = re.compile(r"--(?:extra-)?index-url|PIP_INDEX_URL|trusted-host|/(?:home|Users)/[a-z]+/")
    found = [
        name(path)
        for path in FILES
        if path.suffix in {".py", ".toml", ".md", ".yml", ".yaml", ".sh", ".xml", ".txt", ""}
        and path != Path(__file__)
        and path.is_file()
        and path.stat().st_size < 1_000_000
        and pattern.search(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


def test_scripts_can_be_run() -> None:
    for script in (".ci/run", "manage.py", "tools/elasticsearch/start.sh"):
        assert (REPOSITORY / script).stat().st_mode & 0o111, script
