"""Where the cluster is, as the settings say."""

from __future__ import annotations

from typing import Any

from search.engines.elastic.configuration import Configuration


def test_configuration_from_settings(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "https://a:9200, https://b:9200"
    settings.ELASTICSEARCH_API_KEY = "geheim"
    settings.ELASTICSEARCH_CA = "/etc/ca.pem"
    settings.ELASTICSEARCH_REPLICAS = "1"
    made = Configuration.from_settings()
    assert made.client_options() == {
        "hosts": ["https://a:9200", "https://b:9200"],
        "api_key": "geheim",
        "ca_certs": "/etc/ca.pem",
    }
    assert "geheim" not in repr(made)
    assert made.replica_settings() == {"auto_expand_replicas": False, "number_of_replicas": 1}
    assert made.timeouts.ask <= 0.5
