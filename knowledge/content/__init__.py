"""Loading records from files: reading them, finding what they name, placing pages; giving them out. Needs the
models, so it is imported when they are known."""

from knowledge.content import demo, exchange, export, import_pages, imports, installation, loading, tables
from knowledge.content.records import (
    RecordError,
    markdown_to_rich_text,
    read_english,
    read_lines,
    read_record,
    read_records,
)
from knowledge.content.references import find_meeting, inner_passages_of, inner_rows, page_of

__all__ = [
    "RecordError",
    "demo",
    "exchange",
    "export",
    "find_meeting",
    "import_pages",
    "imports",
    "inner_passages_of",
    "inner_rows",
    "installation",
    "loading",
    "markdown_to_rich_text",
    "page_of",
    "read_english",
    "read_lines",
    "read_record",
    "read_records",
    "tables",
]
