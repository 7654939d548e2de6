"""Where the cluster is and how its indexes are laid out; read from the settings once per process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

#: Up to this many documents one shard is the right number (docs/anleitung/elasticsearch.md).
ONE_SHARD_UP_TO = 500_000


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. ``attempt`` is one try on one node, ``ask`` everything a reader waits for."""

    attempt: float = 0.3
    ask: float = 0.45
    words: float = 10.0
    write: float = 5.0
    build: float = 60.0

    @classmethod
    def for_attempt(cls, milliseconds: int) -> Timeouts:
        """Half as much again for a second node, when the first one hangs."""
        return cls(attempt=milliseconds / 1_000, ask=milliseconds / 1_000 * 1.5)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A cluster. ``index`` is the prefix of all names; credentials never appear in a log or a repr."""

    hosts: tuple[str, ...]
    index: str = "weiterdenken"
    shards: int = 1
    replicas: str = "0-1"
    certificates: str = ""
    api_key: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeouts: Timeouts = field(default_factory=Timeouts)

    @classmethod
    def from_settings(cls) -> Configuration:
        """What the environment says (.env.example)."""
        return cls(
            hosts=tuple(host.strip() for host in settings.ELASTICSEARCH_URL.split(",") if host.strip()),
            index=settings.ELASTICSEARCH_INDEX,
            shards=max(1, int(settings.ELASTICSEARCH_SHARDS)),
            replicas=str(settings.ELASTICSEARCH_REPLICAS),
            certificates=settings.ELASTICSEARCH_CA,
            api_key=settings.ELASTICSEARCH_API_KEY,
            user=settings.ELASTICSEARCH_USER,
            password=settings.ELASTICSEARCH_PASSWORD,
            timeouts=Timeouts.for_attempt(int(settings.ELASTICSEARCH_TIMEOUT_MS)),
        )

    def client_options(self) -> dict[str, Any]:
        """Arguments of the client."""
        options: dict[str, Any] = {"hosts": list(self.hosts)}
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.user:
            options["basic_auth"] = (self.user, self.password)
        if self.certificates:
            options["ca_certs"] = self.certificates
        return options

    def replica_settings(self) -> dict[str, Any]:
        """A range such as "0-1" follows the number of nodes, a number is fixed."""
        if "-" in self.replicas:
            return {"auto_expand_replicas": self.replicas}
        return {"auto_expand_replicas": False, "number_of_replicas": int(self.replicas)}
