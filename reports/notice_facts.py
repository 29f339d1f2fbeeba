"""What is proved of a notice, in words."""

from datetime import datetime

from reports.stamps import local
from reports.terms import term

_SAID = {
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unknown": ("未知", "unknown"),
    "not asked": ("不需签收", "not asked for"),
}


def fact(is_so: str, at: datetime | None, about: str | None, lang: str) -> str:
    """`是，2017-06-28 08:30`, `否（没有联系邮箱）`, `未知`."""
    said = _SAID[is_so][lang == "en"]
    if is_so == "yes" and at is not None:
        said += (", " if lang == "en" else "，") + local(at)
    if about is not None:
        reason = term(lang, about)
        said += f" ({reason})" if lang == "en" else f"（{reason}）"
    return said
