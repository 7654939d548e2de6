"""What is vendored is what its publisher released, and what is sent is derived from it.

``kern.min.css`` lies unchanged beside its licence; a page sends ``css/kern.css``, which holds only the rules
and variables that the templates and our own stylesheets name (340 kB become about 20). It is written by::

    python -m tests.unit.test_vendor --write

Run it when a template uses a new ``kern-`` class or a stylesheet a new ``--kern-`` variable; the test says
so.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "knowledge" / "static"
SOURCE = STATIC / "vendor" / "kern" / "kern.min.css"
TARGET = STATIC / "css" / "kern.css"
OWN_STYLES = (STATIC / "css" / "site.css", STATIC / "css" / "theme.css")

HEADER = """/* KERN-UX 2.7.2, https://kern-ux.de, EUPL-1.2 (vendor/kern/LICENSE.md). \
Derived from vendor/kern/kern.min.css:
   only the rules this library uses, in a cascade layer, dark colours on screens alone.
   Written by "python -m tests.unit.test_vendor --write"; do not edit. */
"""

_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_KERN_CLASS = re.compile(r"kern-[a-z0-9_-]+")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_FUNCTIONAL = re.compile(r":(?:not|is|where)\([^()]*(?:\([^()]*\)[^()]*)*\)")


@dataclass
class Rule:
    """A style rule: its selectors and its declarations."""

    selectors: list[str]
    declarations: list[tuple[str, str]]


@dataclass
class Group:
    """A conditional group (``@media``) with what it holds."""

    prelude: str
    children: list[Rule | Group]


def split_top(text: str, separator: str) -> list[str]:
    """Split at a separator outside of quotes and parentheses."""
    parts, depth, quote, start = [], 0, "", 0
    for position, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def blocks(css: str) -> list[tuple[str, str]]:
    """Pairs of prelude and body at the top level of a stylesheet."""
    found, depth, quote, start, opened = [], 0, "", 0, 0
    for position, char in enumerate(css):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
            if depth == 1:
                opened = position
        elif char == "}":
            depth -= 1
            if depth == 0:
                found.append((css[start:opened].strip(), css[opened + 1 : position]))
                start = position + 1
        elif char == ";" and depth == 0:
            start = position + 1
    return found


def parse(css: str) -> list[Rule | Group]:
    """The rules of a stylesheet; keyframes and font faces are left out."""
    nodes: list[Rule | Group] = []
    for prelude, body in blocks(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if prelude.startswith("@media"):
            nodes.append(Group(prelude, parse(body)))
        elif not prelude.startswith("@"):
            pairs = (part.partition(":") for part in split_top(body, ";"))
            nodes.append(
                Rule(split_top(prelude, ","), [(name.strip(), value.strip()) for name, _, value in pairs])
            )
    return nodes


def is_used(selector: str, classes: set[str]) -> bool:
    """Whether every class of a selector occurs in our templates."""
    if "[data-kern-theme" in selector and ":is(" not in selector:
        return False
    return set(_CLASS.findall(_FUNCTIONAL.sub("", selector))) <= classes


def keep_selectors(nodes: list[Rule | Group], classes: set[str]) -> list[Rule | Group]:
    """Rules that can match one of our pages."""
    kept: list[Rule | Group] = []
    for node in nodes:
        if isinstance(node, Group):
            children = keep_selectors(node.children, classes)
            if children:
                kept.append(Group(node.prelude, children))
        else:
            selectors = [selector for selector in node.selectors if is_used(selector, classes)]
            if selectors:
                kept.append(Rule(selectors, node.declarations))
    return kept


def rules_of(nodes: list[Rule | Group]) -> list[Rule]:
    """All rules, groups opened."""
    return [
        rule for node in nodes for rule in (rules_of(node.children) if isinstance(node, Group) else [node])
    ]


def used_variables(nodes: list[Rule | Group], own: str) -> set[str]:
    """Variables named by a kept declaration or by our own styles, and what those are made of."""
    definitions: dict[str, set[str]] = {}
    wanted = set(_VARIABLE.findall(own))
    for rule in rules_of(nodes):
        for name, value in rule.declarations:
            if name.startswith("--"):
                definitions.setdefault(name, set()).update(_VARIABLE.findall(value))
            else:
                wanted.update(_VARIABLE.findall(value))
    reached: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in reached:
            reached.add(name)
            wanted |= definitions.get(name, set())
    return reached


def render(nodes: list[Rule | Group], variables: set[str]) -> str:
    """The stylesheet again; light colours everywhere, dark ones on screens that ask for them."""
    out: list[str] = []
    for node in nodes:
        if isinstance(node, Group):
            inner = render(node.children, variables)
            if not inner:
                continue
            if "prefers-color-scheme" not in node.prelude:
                out.append(f"{node.prelude}{{{inner}}}")
            elif "dark" in node.prelude:
                out.append(f"@media screen and (prefers-color-scheme:dark){{{inner}}}")
            else:
                out.insert(0, inner)
            continue
        declarations = [(n, v) for n, v in node.declarations if not n.startswith("--") or n in variables]
        if declarations:
            out.append(f"{','.join(node.selectors)}{{{';'.join(f'{n}:{v}' for n, v in declarations)}}}")
    return "\n".join(out)


def source_texts() -> str:
    """Everything that may name a KERN class."""
    places = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "knowledge" / "templatetags").glob("*.py")]
    places += [*(STATIC / "js").glob("*.js"), *OWN_STYLES]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(places))


def subset() -> str:
    """What ``css/kern.css`` has to hold."""
    classes = set(_KERN_CLASS.findall(source_texts()))
    nodes = keep_selectors(parse(SOURCE.read_text(encoding="utf-8")), classes)
    own = "\n".join(path.read_text(encoding="utf-8") for path in OWN_STYLES)
    return f"{HEADER}@layer kern{{\n{render(nodes, used_variables(nodes, own))}\n}}\n"


def named_hashes() -> dict[Path, str]:
    """Files and sha256 as the READMEs beside them say."""
    found = {}
    for readme in (STATIC / "vendor").glob("*/README.md"):
        for name, digest in re.findall(
            r"^\| `([^`]+)` \| `([0-9a-f]{64})`", readme.read_text("utf-8"), re.MULTILINE
        ):
            found[readme.parent / name] = digest
    return found


def test_vendored_files_are_what_their_readme_says() -> None:
    hashes = named_hashes()
    assert hashes
    for path, digest in hashes.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, f"{path.name} was changed"


def test_every_vendored_file_has_a_named_hash_or_is_a_text() -> None:
    files = {path for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    texts = {path for path in files if path.name.startswith(("README", "LICENSE"))}
    assert files - texts == set(named_hashes())


def test_every_vendored_folder_has_a_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert any(path.name.startswith("LICENSE") for path in folder.iterdir()), folder.name


def test_sent_kern_styles_are_current() -> None:
    assert TARGET.read_text("utf-8") == subset(), "run: python -m tests.unit.test_vendor --write"


def test_own_styles_use_only_variables_that_exist() -> None:
    own = "\n".join(path.read_text("utf-8") for path in OWN_STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", own + TARGET.read_text("utf-8")))
    assert set(_VARIABLE.findall(own)) - defined == set()


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix in {".css", ".js"}:
            text = path.read_text("utf-8")
            assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", text), path.name
            assert "sourceMappingURL" not in text, path.name
            assert "@import" not in text, path.name


if __name__ == "__main__":
    if "--write" in sys.argv:
        TARGET.write_text(subset(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes\n")
