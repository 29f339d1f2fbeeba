"""Owns the working calendar, the holiday notices and the deadline language; everything here is pure.

May import the standard library and pydantic. Never reads a clock, a database or the environment.
"""
