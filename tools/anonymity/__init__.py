"""The laboratory of the detector: corpora, training, evaluation, attack."""
