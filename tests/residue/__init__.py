"""The proof that nothing is left of a name: a whole editorial life in an installation of its own, with a real
database file.
"""
