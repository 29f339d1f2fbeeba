"""The bytes of a notice as text: UTF-8, else GB18030; what is no text is refused in words."""

import unicodedata
from dataclasses import dataclass

from campaigns.faults import RefusalError
from campaigns.plain import text_in

#: A notice has a few thousand characters; what is larger than this is none.
MAX_BYTES = 500_000
#: First bytes of files that are no plain text, and what they are.
_OTHERS = {
    b"PK\x03\x04": "Word/Excel/WPS",
    b"\xd0\xcf\x11\xe0": "Word/Excel/WPS",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
#: Controls that only part lines and words.
_BLANK = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
#: Marks that nobody sees and that word processors leave behind: zero widths and soft hyphens.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A notice as text."""

    #: Its lines end with a line feed each.
    text: str
    #: UTF-8 or GB18030.
    encoding: str
    #: How many unseen characters were left out.
    unseen: int


def decode(content: bytes) -> Decoded:
    """The text in `content`; raises RefusalError for what is too large, binary, empty or holds controls."""
    if len(content) > MAX_BYTES:
        raise RefusalError(
            f"文件超过{MAX_BYTES // 1000}KB，不像一份通知：请只留正文",
            f"larger than {MAX_BYTES // 1000} KB, no notice is: keep its text alone",
        )
    for start, kind in _OTHERS.items():
        if content.startswith(start):
            raise RefusalError(
                f"这是{kind}文件，不是纯文本：请另存为UTF-8的.txt",
                f"this is {kind}, no plain text: save it as .txt in UTF-8",
            )
    found = text_in(content)
    if found is None:
        raise RefusalError(
            "既不是UTF-8也不是GB18030编码：请另存为UTF-8的.txt",
            "neither UTF-8 nor GB18030: save it as .txt in UTF-8",
        )
    text, encoding = found
    text = text.replace("\r\n", "\n").translate(_BLANK)
    seen = text.translate(_UNSEEN)
    _refuse_controls(seen)
    if not seen.strip():
        raise RefusalError("文件里没有文字", "there is no text in the file")
    return Decoded(seen, encoding, len(text) - len(seen))


def _refuse_controls(text: str) -> None:
    """Controls, marks of writing direction and characters without meaning: no notice has them."""
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line, 1):
            if char != "\t" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
                code = f"U+{ord(char):04X}"
                raise RefusalError(
                    f"第{number}行第{column}个字符是{code}，纯文本通知里不应有：请删去或另存为纯文本",
                    f"line {number}, character {column} is {code}, which no plain notice has: delete it",
                )
