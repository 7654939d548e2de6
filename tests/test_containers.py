"""Files for containers say what the library needs. No container runtime is needed here: what can be wrong
without one (a name, a path, a setting, a command) is looked at; other tests run the commands themselves.
"""

from __future__ import annotations

import fnmatch
import re
import shlex
import subprocess
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.urls import reverse

from tests.conftest import REPOSITORY
from tests.generated_docs import variables as described

COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "compose.yaml").read_text(encoding="utf-8"))
INCLUDED = [REPOSITORY / path for path in COMPOSE["include"]]
TEXTS = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "compose.yaml", *INCLUDED)]
WHOLE: list[dict[str, Any]] = [yaml.safe_load(text) for text in TEXTS]
SERVICES: dict[str, Any] = {name: row for file in WHOLE for name, row in file["services"].items()}
VOLUMES: set[str] = {name for file in WHOLE for name in file["volumes"]}
OURS = {name: service for name, service in SERVICES.items() if service["image"] == COMPOSE["name"]}
IMAGE = (REPOSITORY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
TIMETABLE = (REPOSITORY / "tools/container/timetable.sh").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.+)$", IMAGE, re.MULTILINE)


def variables(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))


def test_the_whole_library_is_there() -> None:
    assert sum(len(file["services"]) for file in WHOLE) == len(SERVICES)
    assert set(OURS) == {"prepare", "app", "worker", "timetable"}
    assert set(SERVICES) - set(OURS) == {
        "proxy",
        "database",
        "certificates",
        "elasticsearch",
        "setup",
    }


def test_what_services_wait_for_and_store_exists() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        for mounted in service.get("volumes", ()):
            source = mounted.partition(":")[0]
            assert source in VOLUMES or source.startswith("./")
    used = {
        mounted.partition(":")[0] for service in SERVICES.values() for mounted in service.get("volumes", ())
    }
    assert used >= VOLUMES
    assert (REPOSITORY / "tools/container/Caddyfile").exists()


def test_each_setting_is_one_of_the_library() -> None:
    known = {name for _section, name, _meaning in described()}
    given = set(OURS["app"]["environment"]) | set(
        re.findall(r"\b([A-Z_]{3,})=", " ".join(instructions("ENV")))
    )
    assert given - {"PYTHONUNBUFFERED"} <= known
    wanted = set(re.findall(r'required\(\s*"([A-Z_]+)"', _production()))
    assert wanted <= set(OURS["app"]["environment"])
    built = " ".join(line for line in instructions("RUN") if "collectstatic" in line)
    assert all(f"{name}=" in built for name in wanted), "the image is built with the settings of production"


def _production() -> str:
    return (REPOSITORY / "knowledge/settings/production.py").read_text(encoding="utf-8")


def test_no_secret_stands_in_a_file_or_has_a_default() -> None:
    text = "".join(TEXTS)
    secret = {name for name in variables(text) if re.search("KEY|PASSWORD|EMAIL_URL", name)}
    assert len(secret) == 6
    for name in secret:
        assert f"${{{name}:?set {name}}}" in text and f"${{{name}:-" not in text
    guide = (REPOSITORY / "docs/anleitung/container.md").read_text(encoding="utf-8")
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert all(f"\n{name}=" in guide for name in needed)


def _given_commands() -> list[str]:
    lines = [part for part in instructions("RUN") if "manage.py" in part]
    lines += [" ".join(map(str, service.get("command", ()))) for service in OURS.values()]
    return re.findall(r"manage\.py (\w+)((?: --?[\w-]+)*)", " ".join([*lines, TIMETABLE]))


def test_each_command_and_option_exists() -> None:
    given = _given_commands()
    assert {name for name, _options in given} >= {"migrate", "collectstatic", "setup_library", "db_worker"}
    for name, options in given:
        assert name in get_commands()
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        assert set(options.split()) <= known


def test_the_timetable_is_the_one_of_the_services() -> None:
    of_systemd = {
        name
        for unit in (REPOSITORY / "tools/systemd").glob("*.service")
        for name in re.findall(r"manage\.py (\w+)", unit.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"manage\.py (\w+)", TIMETABLE)) == of_systemd - {"db_worker"}


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_timetable_is_readable_for_a_shell(shell: str) -> None:
    path = REPOSITORY / "tools/container/timetable.sh"
    assert path.stat().st_mode & 0o111
    assert subprocess.run([shell, "-n", str(path)], capture_output=True).returncode == 0


def test_the_web_server_starts_as_in_the_guide() -> None:
    (command,) = (line for line in instructions("CMD") if "granian" in line)
    ours = [word for word in yaml.safe_load(command) if word != "0.0.0.0"]
    unit = (REPOSITORY / "tools/systemd/weiterdenken.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=\S+/(granian .+)$", unit, re.MULTILINE)
    assert ours == [word for word in shlex.split(line) if word != "127.0.0.1"]


def test_the_image_copies_what_there_is_and_no_more() -> None:
    allowed = [
        line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    ]
    copied = [word for line in instructions("COPY") for word in line.split()[:-1]]
    assert sorted(copied) == sorted(allowed)
    assert all((REPOSITORY / path).exists() for path in copied)
    for kept_out in (".env", "db.sqlite3", "var", ".git", "tests"):
        assert not any(fnmatch.fnmatch(kept_out, path) for path in allowed)


def test_whoever_asks_how_it_is_asks_an_address_that_exists() -> None:
    asks = (REPOSITORY / "tools/container/healthy.py").read_text(encoding="utf-8")
    assert f":8000{reverse('healthz')}" in asks


def test_the_proxy_lets_through_what_the_guide_says() -> None:
    guide = (REPOSITORY / "docs/anleitung/betrieb.md").read_text(encoding="utf-8")
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", guide)
    proxy = (REPOSITORY / "tools/container/Caddyfile").read_text(encoding="utf-8")
    assert f"max_size {megabytes}MB" in proxy and "reverse_proxy app:8000" in proxy


def test_nothing_but_the_proxy_is_open_to_the_net() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published.pop("proxy") == ["80:80", "443:443"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
