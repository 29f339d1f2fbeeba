"""Owns what people decide about an obligation: each act as the events it becomes, and who may do it.

May import campaigns and deadlines. Never reads a clock, a file or a database.
"""
