"""Django's SQLite backend without its one question to a busy database (``base.py``)."""
