"""Parts of the documentation that are written from the code: ``python -m tests.generated_docs`` writes them
anew, ``tests/test_documentation.py`` compares.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- /generated -->``.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
APPS = ("search", "knowledge", "cases", "methods", "publications")
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- /generated -->)", re.DOTALL)
#: Options that Django gives every command.
DJANGO_OPTIONS = frozenset(
    [
        "help",
        "version",
        "verbosity",
        "settings",
        "pythonpath",
        "traceback",
        "no_color",
        "force_color",
        "skip_checks",
    ]
)


def commands() -> list[str]:
    """Names of the project's own management commands; not those that only change one of Django's."""
    import django
    from django.core.management import find_commands

    djangos = set(find_commands(str(Path(django.__file__).parent / "core/management")))
    own = {path.stem for app in APPS for path in (REPOSITORY / app).glob("management/commands/*.py")}
    return sorted(own - djangos - {"__init__"})


def options(name: str) -> list[argparse.Action]:
    """Options and arguments of a command that are its own."""
    from django.core.management import get_commands, load_command_class

    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return [action for action in parser._actions if action.dest not in DJANGO_OPTIONS]


def option_names(name: str) -> set[str]:
    """Every option that a command takes, with Django's."""
    from django.core.management import get_commands, load_command_class

    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


def _option(action: argparse.Action) -> str:
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    shown = action.option_strings[0] if action.option_strings else str(value)
    if action.option_strings and action.nargs != 0:
        shown += f" {value}"
    return f"`{shown}`" + (f": {action.help}" if action.help else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def command_table() -> str:
    """Every command with its help and options, as its parser says them."""
    from django.core.management import get_commands, load_command_class

    rows = ["| Befehl | tut | Optionen |", "|---|---|---|"]
    for name in commands():
        said = _cell(str(load_command_class(get_commands()[name], name).help))
        own = "<br>".join(_cell(_option(action)) for action in options(name))
        rows.append(f"| `{name}` | {said} | {own} |")
    return "\n".join(rows)


def variables() -> Iterator[tuple[str, str, str]]:
    """(section, variable, meaning) in the order of ``.env.example``."""
    section, meaning = "", []
    for line in (REPOSITORY / ".env.example").read_text("utf-8").splitlines():
        if found := re.match(r"^#? ?([A-Z][A-Z0-9_]+)=", line):
            yield section, found[1], " ".join(meaning)
            meaning = []
        elif line.startswith("## "):
            section, meaning = line[3:], []
        elif line.startswith("# "):
            meaning.append(line[2:])


def environment_reads(path: Path) -> dict[str, str]:
    """Variable -> default as the settings module declares it; ``required`` where there is none."""
    reads = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        called = ast.unparse(node.func)
        if called == "required":
            reads[node.args[0].value] = "required"
        elif called == "choice":
            allowed = node.args[1].orelse if isinstance(node.args[1], ast.IfExp) else node.args[1]
            reads[node.args[0].value] = _default(allowed.elts[0])  # type: ignore[attr-defined]
        elif called == "database":
            reads[node.args[0].value] = _default(node.args[1])
        elif called.startswith("env."):
            given = [word.value for word in node.keywords if word.arg == "default"]
            if given:
                reads[node.args[0].value] = _default(given[0])
    return reads


def _default(node: ast.expr) -> str:
    """A default as an operator reads it."""
    if isinstance(node, ast.Constant):
        return {True: "1", False: "0", "": "leer"}.get(node.value, str(node.value))
    if isinstance(node, ast.List):
        return ", ".join(_default(item) for item in node.elts) or "leer"
    if isinstance(node, ast.Name):
        return f"wie {node.id}"
    said = ast.unparse(node)
    said = re.sub(r"VAR_DIR / '([^']+)'", r"BASE_DIR / 'var/\1'", said)
    return re.sub(r"^f?[\"']|[\"']$", "", re.sub(r"\{?(?:str\()?BASE_DIR / '([^']+)'\)?\}?", r"\1", said))


def settings_table() -> str:
    """Every variable with its meaning and default."""
    folder = REPOSITORY / "knowledge/settings"
    base, production, test = (
        environment_reads(folder / f"{name}.py") for name in ("base", "production", "test")
    )
    rows: list[str] = []
    current = ""
    for section, name, meaning in variables():
        if section != current:
            rows += ["", f"## {section}", "", "| Variable | Bedeutung | Vorgabe |", "|---|---|---|"]
            current = section
        given = base.get(name) or test.get(name) or "–"
        default = given if given in {"leer", "–"} else f"`{given}`"
        if production.get(name) == "required" or meaning.startswith("Betrieb:"):
            default = "nötig im Betrieb"
        elif name in production:
            default = f"im Betrieb `{production[name]}`"
        said = meaning.removeprefix("Betrieb: ")
        rows.append(f"| `{name}` | {_cell(said[:1].upper() + said[1:])} | {default} |")
    return "\n".join(rows[1:])


def decision_list() -> str:
    """Every decision with its date and status."""
    rows = ["| Decision | Date | Status |", "|---|---|---|"]
    for path in sorted((REPOSITORY / "docs/adr").glob("[0-9]*.md")):
        text = path.read_text("utf-8")
        title, date, status = (
            found[1] if (found := re.search(pattern, text, re.MULTILINE)) else "?"
            for pattern in (r"^# (.+)$", r"^- Date: (.+)$", r"^- Status: (.+)$")
        )
        rows.append(f"| [{title}]({path.name}) | {date} | {status} |")
    return "\n".join(rows)


def check_table() -> str:
    """Every system check of the project, as the docstring beside it says it."""
    said: dict[str, str] = {}
    for app in APPS:
        for path in (REPOSITORY / app).glob("checks.py"):
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                docstring = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
                one = r"\w+\.[EW]\d{3}"
                for codes, rule in re.findall(
                    rf"({one}(?: and {one})*): (.+?)(?=; {one}|\n\n|\Z)", docstring or "", re.DOTALL
                ):
                    said |= {
                        code: _cell(rule).partition(". ")[0].rstrip(".") for code in re.findall(one, codes)
                    }
    return "\n".join(
        ["| check | rule |", "|---|---|", *(f"| `{code}` | {said[code]} |" for code in sorted(said))]
    )


def check_codes() -> set[str]:
    """Codes that the checks of the project give."""
    return {
        code
        for app in APPS
        for path in (REPOSITORY / app).glob("checks.py")
        for code in re.findall(r'id="(\w+\.[EW]\d{3})"', path.read_text("utf-8"))
    }


PARTS: dict[str, Callable[[], str]] = {
    "checks": check_table,
    "commands": command_table,
    "decisions": decision_list,
    "settings": settings_table,
}


def renewed(text: str) -> str:
    """The page with its generated parts as the code gives them now."""
    from django.utils import translation

    with translation.override("de"):
        return PART.sub(lambda match: f"{match[1]}{PARTS[match[2]]()}\n{match[3]}", text)


def parts_of(path: Path) -> list[str]:
    """Names of the generated parts of a page."""
    return [found[2] for found in PART.finditer(path.read_text("utf-8")) if found[2] in PARTS]


def pages() -> list[Path]:
    """Pages that hold a generated part."""
    return [path for path in sorted((REPOSITORY / "docs").rglob("*.md")) if parts_of(path)]


def main() -> None:
    """Write every generated part anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.settings.test")
    import django

    django.setup()
    for path in pages():
        text = path.read_text("utf-8")
        if renewed(text) != text:
            path.write_text(renewed(text), "utf-8")
            sys.stdout.write(f"{path.relative_to(REPOSITORY)} written\n")


if __name__ == "__main__":
    main()
