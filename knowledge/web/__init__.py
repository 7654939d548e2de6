"""Views, media, documents, sitemap."""
