"""The coordinator's pages on which what came another way is put on record, and what it adds up to."""

from web.registering import events, filings, measures, rollup, tables

PARTS = (filings, events, tables, measures, rollup)
