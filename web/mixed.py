"""Sentences in one language with names in another: Chinese inside of English says that it is Chinese."""

import re

#: Chinese characters, with what stands between them: full-width signs, digits, letters without blanks.
_CHINESE = re.compile(
    r"[\u3000-\u303f\uff00-\uffef]*[\u4e00-\u9fff]"
    r"(?:[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\w·—-]*[\u4e00-\u9fff\u3000-\u303f\uff09])?"
)

#: Pieces of a sentence, each with whether it is Chinese in either language; drawn by `shapes.mixed`.
Mixed = list[tuple[str, bool]]


def mixed(text: str, lang: str) -> Mixed:
    """The pieces of `text` for a page in `lang`: in English each Chinese name by itself (WCAG 2.2, 3.1.2)."""
    if lang == "zh":
        return [(text, False)]
    found, after = list[tuple[str, bool]](), 0
    for own in _CHINESE.finditer(text):
        found += [(text[after : own.start()], False), (own[0], True)]
        after = own.end()
    return [*found, (text[after:], False)]
