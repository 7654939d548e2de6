"""A Document becomes an IndexedDocument: analysis, codec, processes."""
