"""The unit's pages: what it owes, filing, its acts and receipts, by account or by the link in a letter."""

from web.unit import history, home, liaison, one_task, receipts

PARTS = (one_task, home, receipts, history, liaison)
