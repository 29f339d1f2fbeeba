"""What happens to accounts, as events of the office's own chain; no name of a person, no password."""

from datetime import datetime

from campaigns.events import Event


def account_created(now: datetime, name: str, role: str, unit: str | None, person: str) -> Event:
    """`name` may sign in; `person` is the commitment to who that is."""
    row = {"name": name, "role": role, "unit": unit, "person": person, "disabled": False}
    return Event("account_created", now, data={"account": name, "row": row})


def account_changed(now: datetime, name: str, role: str, unit: str | None) -> Event:
    """`name` has another role, or acts for another unit."""
    return Event("account_changed", now, data={"account": name, "row": {"role": role, "unit": unit}})


def account_disabled(now: datetime, name: str) -> Event:
    """`name` can no longer sign in."""
    return Event("account_disabled", now, data={"account": name, "row": {"disabled": True}})


def account_enabled(now: datetime, name: str) -> Event:
    """`name` can sign in again."""
    return Event("account_enabled", now, data={"account": name, "row": {"disabled": False}})


def password_set(now: datetime, name: str) -> Event:
    """`name` has another password."""
    return Event("password_set", now, data={"account": name})


def token_made(now: datetime, name: str, hashed: str, label: str) -> Event:
    """A program may act for `name` by the token with this hash."""
    row = {"token": hashed, "account": name, "label": label, "revoked": False}
    return Event("token_made", now, data={"account": name, "label": label, "token": hashed, "row": row})


def token_revoked(now: datetime, name: str, hashed: str, label: str) -> Event:
    """It may no longer."""
    told = {"account": name, "label": label, "token": hashed, "row": {"revoked": True}}
    return Event("token_revoked", now, data=told)
