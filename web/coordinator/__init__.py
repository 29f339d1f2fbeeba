"""The office's pages: what waits, one obligation with its acts, signing, letters, contacts."""

from web.coordinator import (
    acting,
    approvals,
    contacts,
    obligation,
    obligations,
    outbox,
    progress,
    signing,
    unfiled,
    waiting,
)

#: All but `home`. What stands below a campaign's key comes after what has a name of its own.
PARTS = (signing, unfiled, progress, contacts, obligations, waiting, obligation, acting, approvals, outbox)
