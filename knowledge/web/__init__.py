"""What answers at addresses of its own: documents, media, sitemap, errors, health; and links inside texts.

Modules, because a process needs few of them at once.
"""

__all__ = ["context_processors", "documents", "media", "rich_text", "sitemap", "views"]
