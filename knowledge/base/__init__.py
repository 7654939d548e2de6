"""What every record stands on: page, vocabularies, fields, blocks, forms."""
