"""The coordinator's pages on which campaigns are declared, planned, launched and amended."""

from web.declaring import drafting, editor, launching, plans

PARTS = (editor, plans, launching, drafting)
