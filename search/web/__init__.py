"""Pages, API and addresses of the search."""
