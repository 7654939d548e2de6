"""What a case giver releases: sections, checksums, the page behind the link."""
