"""Owns the way from a plain-text notice to a proposed declaration, by fixed rules.

May import campaigns and deadlines. Never reads a file, a clock or a network, and never guesses unmarked.
"""
