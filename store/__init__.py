"""Owns the tables, the history's chain, the outbox and every query; nobody else speaks SQL.

May import campaigns and deadlines. Never judges, never sends, never reads a clock; no row object leaves it.
"""
