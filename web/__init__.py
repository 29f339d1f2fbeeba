"""Owns the pages: sign-in, layout, forms, and who may open what; docs/pages.md tells how a page is added.

May import actions and what lies below it. Never builds a part of the house; no GET of it changes anything.
"""
