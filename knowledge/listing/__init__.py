"""What listing, landing and home pages ask the index, and how facet values are called."""
