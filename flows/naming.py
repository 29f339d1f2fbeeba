"""The names things bear in Prefect, as pure functions of the campaign's own words."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Every deployment of this program carries it, and by it every run.
OWN_TAG = "duban"
#: Tag of whatever stems from a folder with a clock of its own.
SIMULATED_TAG = "演示数据，非真实情况"
#: How a campaign's flow is found in `flows.campaign`.
ATTRIBUTE = "campaign_"
#: Kinds of transition that become events of Prefect's log, and what they are called there.
NEWSWORTHY = {
    "became_overdue": "duban.obligation.overdue",
    "supervise": "duban.obligation.supervise",
    "circular": "duban.obligation.circular",
    "interview": "duban.obligation.interview",
}

# Prefect refuses these in names; their full-width twins read the same.
_FORBIDDEN = str.maketrans("/%&<>", "／％＆＜＞")
_READABLE = 40


def slug(key: str) -> str:
    """Turn a key into lowercase ASCII letters, digits and single dashes.

    A key that already has that shape stays as it is. Any other gets eight hex digits of its SHA-256 at the
    end, so that two keys never share a slug, and so that the slug can be carried through an identifier and
    back.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    if plain and plain == key:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return "-".join(part for part in (plain[:_READABLE].strip("-"), digest) if part)


def attribute(key: str) -> str:
    """Name of the campaign's flow inside `flows.campaign`."""
    return ATTRIBUTE + slug(key).replace("-", "_")


def entrypoint(key: str) -> str:
    """Module path of the campaign's flow; never a file path, which would put this folder on `sys.path`."""
    return f"flows.campaign.{attribute(key)}"


def flow_name(title: str, key: str) -> str:
    """Name of the campaign's flow in Prefect: its title, without the five characters Prefect refuses."""
    return title.strip().translate(_FORBIDDEN) or key


def campaign_tag(key: str) -> str:
    """Tag of a campaign's deployment and runs."""
    return f"campaign:{key}"


def phase_tag(key: str) -> str:
    """Tag of a phase, carried by its campaign's deployment and runs."""
    return f"phase:{key}"


def run_name(key: str, at: datetime, zone: str) -> str:
    """Name of a flow run: the campaign and the instant it judges at, wall clock of `zone` with its offset."""
    return f"{key} @ {at.astimezone(ZoneInfo(zone)).isoformat(sep=' ', timespec='minutes')}"


def booking_key(key: str, at: datetime, sequence: int) -> str:
    """Idempotency key of a one-off run.

    The same instant at a later `sequence` of the history is another booking: Prefect answers a key it knows
    with the run it made then, even a finished one.
    """
    return f"{key}:{at.astimezone(ZoneInfo('UTC')).isoformat()}:{sequence}"


def standing_key(key: str) -> str:
    """Artifact key of the campaign's standing table."""
    return f"duban-{slug(key)}-standing"


def progress_key(key: str) -> str:
    """Artifact key of the campaign's progress against time."""
    return f"duban-{slug(key)}-progress"


def escalation_key(key: str, title: str) -> str:
    """Artifact key of one escalation; publishing it again makes a new version of it, not a second one."""
    return f"duban-{slug(key)}-escalation-{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def fingerprint(values: Mapping[str, object]) -> str:
    """Twelve hex digits that change when any of the JSON-able `values` does."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()[:12]
