"""The directory of the house through which people sign in (OpenID Connect), as allauth wants it described."""

from typing import Any
from urllib.parse import urlsplit

NAMES = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
"""All three, or no directory."""


def providers(values: dict[str, str], *, name: str, trusts_addresses: bool) -> dict[str, Any]:
    """``SOCIALACCOUNT_PROVIDERS``; without an app where one of the three is missing."""
    app = {
        "provider_id": "verzeichnis",
        "name": name,
        "client_id": values["OIDC_CLIENT_ID"],
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_SERVER_URL"], "verified_email": trusts_addresses},
    }
    is_complete = all(values[one] for one in NAMES)
    return {
        "openid_connect": {
            "APPS": [app] if is_complete else [],
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "email"],
        }
    }


def origins(provider: dict[str, Any]) -> list[str]:
    """Where a form may lead: browsers hold the way on to a directory against the page it began on."""
    found = [urlsplit(app["settings"]["server_url"]) for app in provider["openid_connect"]["APPS"]]
    return [f"{address.scheme}://{address.netloc}" for address in found]
