"""What a reader sees and why: matching, explanation, snippets."""
