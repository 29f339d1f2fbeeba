"""Owns the use cases: one function, one transaction; and the composition root that builds everything once.

May import notifications, reports, store, campaigns and deadlines. Never imports prefect, and never draws.
"""
