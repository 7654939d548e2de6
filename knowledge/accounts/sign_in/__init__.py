"""Ways in beside a code by mail and a password: a passkey (``passkeys``), the directory of the house
(``directory``); and the page that offers all of them (``ways``).
"""

__all__ = ["directory", "passkeys", "ways"]
