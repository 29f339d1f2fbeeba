"""Owns letters and how they leave: wording, composing, final bytes, transports, back-off.

May import `deadlines` and `campaigns`, jinja2, aiosmtplib and email.
Never reads the clock, the environment or the store; takes frozen values, gives frozen values.
"""
