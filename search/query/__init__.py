"""A text becomes an EngineQuery: form, parser, vocabulary, expansion, conditions, weighting."""
