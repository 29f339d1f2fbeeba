"""Owns the measures: what the program costs, beside raw SQL that makes the same rows and hashes.

May import every room. Never part of the program: nothing imports it but its own tests.
"""
