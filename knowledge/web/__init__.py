"""What answers at addresses of its own: documents, media, sitemap, errors, health; and links inside texts.

Modules, because a process needs few of them at once.
"""

__all__ = [
    "absurd_numbers",
    "barriers",
    "composed_input",
    "context_processors",
    "documents",
    "former_addresses",
    "host",
    "media",
    "records",
    "restricted",
    "rich_text",
    "signed_in",
    "sitemap",
    "views",
]
