"""What is to be handed in: 典型案例（不少于3件，附处罚决定书）, 图片或视频资料（含说明）, 统计表."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from campaigns.drafting.bodies import NAME, longest
from campaigns.drafting.numerals import CHINESE, number

_REPORT = (
    r"(?:报送|上报|提交|反馈(?![表单])|汇总(?!表)|公示(?![表栏])|上网公[开示]|公开(?!栏)|"
    r"(?<![通汇填申举情播预公简])报(?![告道名警表刊价销考]))"
)
_FILED = re.compile(
    rf"(?:将|把)(?P<what>.{{2,220}}?)(?:以(?P<form>[^,。;以]{{1,8}}?)(?:形式|方式)?)?"
    rf"(?:,?通过(?P<via>[^,。;]{{1,16}}?)(?:系统)?)?(?P<verb>{_REPORT})(?:至|到|给)?(?P<to>[^,。;()]*(?:\([^()]*[科处室]\))?)"
)
_VIA = re.compile(rf"通过(?P<via>[^,。;]{{1,16}}?)(?={_REPORT})")
_TO = re.compile(rf"{_REPORT}(?:至|到|给)?(?P<to>{NAME})")
_OBJECT = re.compile(
    rf"(?:填写|填报|{_REPORT}|形成|编制|制定|制订|研究制定|出台|起草|撰写)(?!至|到|给)(?P<what>[^,。;]{{2,50}}?)(?=,|。|;|$)"
)
_KINDS = (
    ("form", re.compile(r"统计表|汇总表|情况表|登记表|报表|值班表|一览表|明细表|表$|台账$")),
    ("case", re.compile(r"案例|案件信息")),
    ("document", re.compile(r"总结|报告|方案|材料|办法|计划|名单|清单|制度|意见|书$|信息$|预案")),
    ("text", re.compile(r"(?:情况|进展|文字|数据|线索)$")),
)
_IMAGE, _VIDEO = re.compile("图片|照片|影像"), re.compile("视频|录像|影像")
_COUNT = re.compile(
    rf"(?:不少于|至少|不低于|报送?)?(?P<count>\d{{1,3}}|[{CHINESE}]{{1,3}})(?:件|个|篇|份|例|条|起|张|幅|家)(?:以上)?"
)
_WITH = re.compile(r"(?:附|并附|附上|附有)(?P<what>[^,;、()]{2,20})")
_CAPTION = re.compile("含说明|附说明|配说明|文字说明|有说明|配文")
_OWN = re.compile(r"^(?:各自|本局|本单位|本部门|本辖区|本地区|本地|本|有关|相关|开展|工作的|的|其)+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_ANNEX = re.compile(r"^(?:见)?附件\d*$")
_PARTS = re.compile("、|以及|及|和")
_NOUN = re.compile(
    r"(?:表|结|告|料|片|频|例|单|案|况|据|书|册|件|息|稿|字|账|数|划|法)(?:\([^()]*\))?$|》(?:\([^()]*\))?$"
)
_SECTIONS = re.compile(
    r"(?:总结|报告|材料|内容)[^,。]{0,6}?(?:应|要|须|需)?(?:当)?(?:包括|包含|涵盖)(?P<what>.+)"
)
_NO_NAME = "和及与以对在从向为"
#: What nobody hands in by these words: it is published, and shown to be.
PUBLISHED = ("公示", "上网公示", "上网公开", "公开")
_TITLE = 30
#: From this many characters on the noun alone says what it is.
_NOUNS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to hand in."""

    kind: str
    title: str
    count: int = 1
    each_with: tuple[str, ...] = ()
    caption: bool = False
    sections: tuple[str, ...] = ()
    #: Either of these will do.
    any_of: tuple["Item", ...] = ()

    def written(self, form: str | None) -> dict[str, Any]:
        """As campaigns.yaml has it; `form` is the key of its table."""
        if self.any_of:
            return {"any_of": [one.written(None) for one in self.any_of]}
        made: dict[str, Any] = {"kind": self.kind}
        made |= {"form": form} if form else {"title": self.title}
        made |= {"min": self.count} if self.count > 1 else {}
        made |= {"each_with": list(self.each_with)} if self.each_with else {}
        made |= {"caption": "required"} if self.caption else {}
        return made | ({"sections": list(self.sections)} if self.sections else {})


@dataclass(frozen=True, slots=True)
class Filing:
    """What a sentence asks to be handed in, by which way and to whom."""

    items: tuple[Item, ...] = ()
    to: str | None = None
    via: str | None = None
    #: 报送, 上报, 公开 ...; None where nothing is handed in.
    verb: str | None = None


def filing(plain: str, phrases: list[tuple[int, int]]) -> Filing:
    """What `plain` asks for; the words at `phrases` say when and belong to no material."""
    text = _without(plain, phrases)
    match = _FILED.search(text)
    if match is None:
        return _loose(text)
    items = list(_items(match["what"]))
    if match["form"] and items:
        items[-1] = replace(items[-1], kind="text")
    via = match["via"] or (found["via"] if (found := _VIA.search(text)) else None)
    return Filing(tuple(items), _body(match["to"]), via, match["verb"])


def _loose(text: str) -> Filing:
    """No 将 …: what is filled in, made or reported."""
    to, via = _TO.search(text), _VIA.search(text)
    object_ = next((m for m in _OBJECT.finditer(text) if not _body(m["what"])), None)
    items = tuple(_items(object_["what"])) if object_ else ()
    kept = tuple(one for one in items if one.kind != "other")
    verb = re.search(_REPORT, text)
    return Filing(
        kept, _body(to["to"]) if to else None, via["via"] if via else None, verb[0] if verb else None
    )


def sections(plain: str) -> tuple[str, ...]:
    """What a summary has to contain, where `plain` lists it: 工作总结要包括…."""
    match = _SECTIONS.search(plain)
    if match is None:
        return ()
    found = []
    for clause in re.split("[,。;]", match["what"]):
        clean = re.sub(r"^(?:并|要|应|须|和|还)+", "", clause)
        clean = re.sub(r"^(?:对|找出|说明|分析|提出|包括|包含)", "", clean)
        clean = re.sub(r"(?:进行|做出|作出|提出).*$", "", clean)
        found += [part for part in clean.split("、") if part]
    return tuple(dict.fromkeys(part[:_TITLE] for part in found))


def items_in(text: str) -> tuple[Item, ...]:
    """The materials in a list such as 总结、统计表和图片."""
    return tuple(_items(text))


def _items(text: str) -> Iterator[Item]:
    for part in _parts(text):
        brackets = [found[1] for found in _BRACKET.finditer(part) if not _ANNEX.match(found[1])]
        title = _bare(_OWN.sub("", _BRACKET.sub("", part)).strip(",.等的 "))[:_TITLE]
        if title:
            yield _item(title, " ".join(brackets) or part)


def _bare(title: str) -> str:
    """A title without the marks around the whole of it."""
    whole = len(title) > 1 and title[0] + title[-1] in {"《》", "“”"} and title[0] not in title[1:]
    return title[1:-1] if whole else title


def _item(title: str, detail: str) -> Item:
    caption = bool(_CAPTION.search(detail))
    image, video = _IMAGE.search(title), _VIDEO.search(title)
    if image and video:
        both = (Item("image", "图片", caption=caption), Item("video", "视频", caption=caption))
        return Item("image", title, any_of=both)
    if image or video:
        return Item("image" if image else "video", title, _count(detail), caption=caption)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(title)), "other")
    noun = title.rpartition("的")[2]
    title = noun if kind == "document" and len(noun) >= _NOUNS else title
    each = (
        ()
        if kind not in {"case", "document"}
        else tuple(found["what"] for found in _WITH.finditer(detail) if "说明" not in found[0])
    )
    return Item(kind, title, _count(detail) if kind in {"case", "document"} else 1, each)


def _count(detail: str) -> int:
    match = _COUNT.search(detail)
    count = number(match["count"]) if match else None
    return min(count, 1000) if count else 1


def _parts(text: str) -> Iterator[str]:
    """A list parted at 、 and, behind the name of a material, at 和; brackets and titles stay whole."""
    start = depth = 0
    at = 0
    while at < len(text):
        depth += (text[at] in "(《“") - (text[at] in ")》”")
        match = _PARTS.match(text, at)
        ends = match and depth <= 0 and (match[0] == "、" or _NOUN.search(text[start:at]))
        if match and ends and not text[match.end() :].startswith("其"):
            yield text[start:at]
            start = at = match.end()
            continue
        at += 1
    yield text[start:]


def _without(plain: str, phrases: list[tuple[int, int]]) -> str:
    for start, end in sorted(phrases, reverse=True):
        begin = start - 1 if start and plain[start - 1] == "于" else start
        plain = plain[:begin] + plain[end:]
    return plain


def _body(text: str) -> str | None:
    """The body with which `text` begins; a person's name behind it stays in the document."""
    name = longest(text)
    return None if name is None or name[0] in _NO_NAME else re.sub(r"^(?:我|本)(?=[局委])", "", name)
