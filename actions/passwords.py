"""Passwords: argon2, two hashings at a time, and what may be one."""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from actions.house import ActionError

#: Characters of a password.
LEAST, MOST = 10, 200
#: Without 0 and o, 1, i and l: a one-time password is read from a screen and typed.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
#: Seconds that somebody waits for a turn before being asked to come back.
_PATIENCE = 5.0
#: Each takes 64 MiB and a core for a moment: whoever sends many passwords must not stop the house.
_turn = threading.BoundedSemaphore(2)
_hasher = PasswordHasher()


class BusyError(ActionError):
    """Too many passwords are being checked at this moment."""


def one_time_password() -> str:
    """A password to be given out once: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def refuse_weak(password: str, name: str) -> None:
    """Raise ActionError for a password that is too short, too long, or nearly the account's name."""
    read = _read(password)
    if not LEAST <= len(read) <= MOST:
        raise ActionError(
            f"密码应为{LEAST}至{MOST}个字符：可以把几个词的拼音连起来",
            f"a password has {LEAST} to {MOST} characters",
        )
    if name.casefold() in read.casefold() and len(read) < len(name) + LEAST:
        raise ActionError(
            "密码不能以账号名为主：请换一个", "a password is not the account's name: choose another"
        )
    if len(set(read)) < LEAST // 2:
        raise ActionError(
            "密码里重复的字符太多：请换一个", "too few different characters: choose another password"
        )


def hashed(password: str) -> str:
    """The hash to keep; raises BusyError."""
    with _one_of_two():
        return _hasher.hash(_read(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one behind `kept`; takes as long where there is none. Raises BusyError."""
    with _one_of_two():
        try:
            _hasher.verify(kept or _nobodys(), _read(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


def is_dated(kept: str) -> bool:
    """Whether `kept` was made at another cost than is used now."""
    return _hasher.check_needs_rehash(kept)


def _read(password: str) -> str:
    """One form for what keyboards write in several, such as full-width letters."""
    return unicodedata.normalize("NFKC", password)


_kept_by_nobody: list[str] = []


def _nobodys() -> str:
    """A hash that no password fits, at today's cost."""
    if not _kept_by_nobody:
        _kept_by_nobody.append(_hasher.hash(secrets.token_hex(16)))
    return _kept_by_nobody[0]


@contextmanager
def _one_of_two() -> Iterator[None]:
    if not _turn.acquire(timeout=_PATIENCE):
        raise BusyError("登录的人太多：请稍等片刻再试", "too many are signing in: try again in a moment")
    try:
        yield
    finally:
        _turn.release()
