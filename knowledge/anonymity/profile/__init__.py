"""How many municipalities fit what is said: k, linkage, suppression of small counts."""
