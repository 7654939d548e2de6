"""Ways in beside a code by mail and a password: a passkey (``passkeys``)."""

__all__ = ["passkeys"]
