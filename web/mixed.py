"""Sentences in one language with names in another: Chinese inside of English says that it is Chinese."""

import re

from markupsafe import Markup, escape

#: Chinese characters, with what stands between them: full-width signs, digits, letters without blanks.
_CHINESE = re.compile(
    r"[\u3000-\u303f\uff00-\uffef]*[\u4e00-\u9fff]+(?:[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\w·—-]*[\u4e00-\u9fff\u300d\u300f\u300b\uff09])?"
)


def mixed(text: str, lang: str) -> Markup:
    """`text` for a page in `lang`: in English each Chinese name is marked by its language (WCAG 3.1.2)."""
    if lang == "zh":
        return escape(text)
    parts, after = [], 0
    for found in _CHINESE.finditer(text):
        parts += [escape(text[after : found.start()]), Markup('<span lang="zh-CN">{}</span>').format(found[0])]
        after = found.end()
    return Markup("").join([*parts, escape(text[after:])])
