"""Sentences in one language with names in another: Chinese inside of English says that it is Chinese."""

import re

from markupsafe import Markup, escape

#: Chinese characters, with what stands between them: full-width signs, digits, letters without blanks.
_CHINESE = re.compile(
    r"[\u3000-\u303f\uff00-\uffef]*[\u4e00-\u9fff]"
    r"(?:[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\w·—–…\u201c\u201d-]*[\u4e00-\u9fff\u3000-\u303f\uff09])?"
)


def mixed(text: str, lang: str) -> Markup:
    """`text` for a page in `lang`: in English each Chinese name is marked by itself (WCAG 2.2, 3.1.2)."""
    if lang == "zh":
        return escape(text)
    parts, after = list[Markup](), 0
    for own in _CHINESE.finditer(text):
        parts += [escape(text[after : own.start()]), Markup('<span lang="zh-CN">{}</span>').format(own[0])]
        after = own.end()
    return Markup("").join([*parts, escape(text[after:])])
