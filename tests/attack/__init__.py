"""Attacks on the anonymity of a case, scripted: each fails when the guard it is about is taken out."""
