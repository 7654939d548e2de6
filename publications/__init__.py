"""Publications: guides, sections, PDF."""
