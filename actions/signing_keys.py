"""The server's own secret, in the data folder: what it signed, it knows again. Keys have ids."""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from actions.house import ActionError, House

NAME = "keys.json"


def sign(house: House, purpose: str, message: str) -> str:
    """`message` and the proof that this house said it for this `purpose`, fit for an address."""
    keys = _keys(house) or _made(house)
    kid = str(keys["current"])
    return f"{kid}.{_packed(message.encode())}.{_packed(_mac(keys['keys'][kid], purpose, kid, message))}"


def verified(house: House, purpose: str, token: str) -> str | None:
    """The message that `sign` put into `token` for this purpose; None for anything else. Writes nothing."""
    kid, message, mac = (*token.split("."), "", "", "")[:3]
    secret = (_keys(house) or {"keys": {}})["keys"].get(kid)
    try:
        told, given = _unpacked(message).decode(), _unpacked(mac)
    except (binascii.Error, ValueError):
        return None
    # One way of writing each token: what is cut off, added or spelt otherwise is another.
    if secret is None or token != f"{kid}.{_packed(told.encode())}.{_packed(given)}":
        return None
    return told if hmac.compare_digest(_mac(secret, purpose, kid, told), given) else None


def rotate(house: House, *, forget: bool = False) -> str:
    """Sign with a new key from now on; what former ones signed stays good, unless forgotten."""
    former = {} if forget else (_keys(house) or {"keys": {}})["keys"]
    kid = f"k{len(former) + 1}{secrets.token_hex(2)}"
    _write(house, {"current": kid, "keys": {**former, kid: secrets.token_hex(32)}}).replace(_file(house))
    return kid


def _made(house: House) -> dict[str, Any]:
    """The first key; of two who make one at once, the first counts."""
    fresh = _write(house, {"current": "k1", "keys": {"k1": secrets.token_hex(32)}})
    with suppress(FileExistsError):
        os.link(fresh, _file(house))
    fresh.unlink()
    return _keys(house) or {}


def _write(house: House, keys: dict[str, Any]) -> Path:
    """A file beside the one in use, readable by nobody else, with `keys` in it and on the disk."""
    descriptor, name = tempfile.mkstemp(dir=house.settings.data, prefix=f".{NAME}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _keys(house: House) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(_file(house).read_text(encoding="utf-8"))
        return found if found["keys"][found["current"]] else None
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise ActionError(
            f"数据目录里的 {NAME} 已损坏：请从备份恢复，或移走它（已发出的链接随之失效）",
            f"{NAME} in the data folder is damaged: restore it, or move it away (links that were sent die)",
        ) from None


def _file(house: House) -> Path:
    return house.settings.data / NAME


def _mac(secret: str, purpose: str, kid: str, message: str) -> bytes:
    return hmac.digest(bytes.fromhex(secret), f"{purpose}\n{kid}\n{message}".encode(), hashlib.sha256)


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    if not text.isascii():
        raise ValueError(text)
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
