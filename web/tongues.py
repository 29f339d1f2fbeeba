"""Sentences that quote Chinese in either language: each quoted stretch says what language it is in."""

import re

from markupsafe import Markup, escape

_CHINESE = re.compile(
    r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+(?:[0-9A-Za-z·—–…\u201c\u201d]*[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)*"
)


def mixed(text: str, lang: str) -> Markup:
    """`text` as it stands on a page in `lang`; in English its Chinese stretches are marked as such."""
    if lang == "zh":
        return escape(text)
    parts, at = [], 0
    for match in _CHINESE.finditer(text):
        parts += [escape(text[at : match.start()]), Markup('<span lang="zh-CN">{}</span>').format(match[0])]
        at = match.end()
    return Markup("").join([*parts, escape(text[at:])])
