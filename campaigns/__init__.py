"""Owns what a campaign means: reading, checking, planning it, and deciding what happens next; pure.

May import deadlines. Never reads a clock, a database or the environment, and never sends anything.
"""
