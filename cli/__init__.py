"""Owns the `duban` command: arguments in, words and exit codes out.

May import every room below. Never judges, and never builds parts of the house: it asks actions for one.
"""
