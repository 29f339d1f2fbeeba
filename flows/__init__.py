"""Owns everything Prefect: each campaign's flow and deployment, its wakes, the server and the runner.

May import `actions` and what lies below it; importing this package itself never imports Prefect.
Never decides anything about an obligation, never opens the store, and no Prefect object leaves it.
"""
