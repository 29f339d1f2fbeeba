"""The auditor's pages: the record, its proof, dates and notices explained, as known then and today."""

from web.auditor import chains, dates, home, notices, state

PARTS = (home, chains, dates, notices, state)
