"""Owns what leaves as a file: the plan as words, chart, table and workbook; rows in, files out.

May import `campaigns` and `deadlines`, openpyxl. Never reads clock, environment or store; never sends.
"""
