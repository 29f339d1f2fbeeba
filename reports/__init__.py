"""Owns what people read: sentences of the record, the plan as words, chart, table and workbook; rows in.

May import `campaigns` and `deadlines`, openpyxl. Never reads clock, environment or store; never sends.
"""
