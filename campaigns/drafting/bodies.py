"""The bodies that a notice names, and which names mean the same one: 网监处 is 网络商品交易监管处."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_END = (
    "委员会|领导小组|办公室|消费者协会|协会|中心|总队|支队|大队|部门|单位|处室|科室|工作组|专班|总站|公司|学院|政府|"
    "局(?!面|部|长)|委(?!托)|处(?!置|理|罚|分|于)|科(?!学|技|长)|所(?!有|在|需)|室(?!内)|队(?!伍|长)|"
    "站(?!点|长)|院|厅|办(?!理|法|案|结|公)|会(?!议|计|同|上)|组(?!织|长|建)"
)
_CHARS = r"[一-鿿A-Za-z0-9“”·]"
#: A pattern of one body's name, as long as it gets, perhaps with its bracket: 办公室(宣传与应急科).
NAME = rf"{_CHARS}{{1,28}}(?:{_END})(?:\((?!以下|简称)[^()]{{1,15}}[处科室所]\))?"
_NAME = re.compile(NAME)
_CALLED = re.compile(
    rf"(?P<name>{_CHARS}{{2,28}}(?:{_END}))\((?:以下)?(?:统一)?简称:?“?(?P<short>[^()”]{{2,15}})”?\)"
)
_NAMED = re.compile(rf"{NAME}$")
#: Words that end like a body and are none.
_NONE = re.compile(
    r"(?:工作|社会|机会|全会|晚会|大会|会议|座谈会|联席会|约谈会|教室|到位|场所|网站|委托|统计局面|以外)$"
)
#: 各区局 and 相关科室: one name for many.
_MANY = re.compile(r"^(?:各|有关|相关|所有|全体|全市|全区|其他)|各|等(?:部门|单位)")
_OWN = re.compile(r"^(?:.*?(?:委员会|(?<!员)委|局)|我|本)(?=..+(?:处|科|室|所|队|中心)$)")
_OFFICE = "办公室"
_OWN_OFFICE = re.compile(r"^(?:市|区|县|省|我|本)?[局委]办公室$")
#: A part of a name is the name's alias from this many characters on.
_SUFFIX = 4
#: A longer text is no list of names.
_LONGEST = 400


def is_body(text: str) -> bool:
    """Whether `text` as a whole may be a body's name."""
    return bool(_NAME.fullmatch(text)) and not _NONE.search(text)


def longest(text: str) -> str | None:
    """The longest name with which `text` begins; None where it begins with none."""
    match = _NAME.match(text)
    return match[0] if match and not _NONE.search(match[0]) else None


def listed(text: str) -> list[str]:
    """The names in a list such as 各相关科、所 or 甲处、乙处和丙科; none where one of them is no body's."""
    parts: list[str] = []
    if len(text) > _LONGEST:
        return parts
    for piece in text.split("、"):
        if parts and len(piece) == 1:
            parts[-1] += f"、{piece}"
        else:
            parts += _and(piece)
    return parts if parts and all(is_body(part.partition("、")[0]) for part in parts) else []


def _and(piece: str) -> list[str]:
    """甲处和乙科 as two names; 市场和网络交易监管科 is one."""
    for match in re.finditer("以及|和|及|与", piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if is_body(left) and is_body(right):
            return [left, *_and(right)]
    return [piece]


@dataclass(frozen=True, slots=True)
class Body:
    """One unit of the draft."""

    key: str
    name: str
    aliases: tuple[str, ...]
    #: department, association, collective or issuer.
    kind: str
    #: Whether an alias was only found by likeness.
    likened: bool


@dataclass(frozen=True)
class Register:
    """Every body of a draft, in the order in which the document names them."""

    #: Names as the document writes them; the first is the issuer.
    names: tuple[str, ...]
    #: Short names that the document itself explains (以下简称…), with the full ones.
    explained: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str], text: str = "") -> "Register":
        """The register of `names`, each once; `text` may explain short ones."""
        explained = {found["short"]: found["name"] for found in _CALLED.finditer(text)}
        return cls(tuple(dict.fromkeys(names)), explained)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The units with keys u01, u02 …, names that mean the same one put together."""
        short = {name: own_name(name) if at else name for at, name in enumerate(self.names)}
        distinct = list(dict.fromkeys(short.values()))
        likened = {name: found for name in distinct if (found := self._full(name, distinct))}
        roots = [name for name in distinct if name not in likened]
        made = []
        taken = set(roots)
        for number, root in enumerate(roots, 1):
            alike = [name for name in distinct if name != root and _root(name, likened) == root]
            called = [name for name in self.names if short[name] in {root, *alike} and name != root]
            aliases = tuple(one for one in dict.fromkeys([*alike, *called]) if one not in taken)
            taken |= set(aliases)
            unsure = any(name not in self.explained for name in alike)
            made.append(Body(f"u{number:02}", root, aliases, _kind(root, first=number == 1), unsure))
        return tuple(made)

    def _full(self, name: str, others: list[str]) -> str | None:
        """The full name of `name`, by the document's own words or by likeness."""
        told = self.explained.get(name, "")
        fitting = [other for other in others if len(other) > len(name) and told.endswith(other)]
        return fitting[0] if fitting else _same(name, others)

    def key(self, name: str) -> str:
        """The key of the body that is called `name`; raises KeyError for one that was never named."""
        return self._keys[name]

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {name: body.key for body in self.bodies for name in (body.name, *body.aliases)}


def own_name(name: str) -> str:
    """A name without the body above it: 市市场监管委网监处 is 网监处."""
    if name.endswith(_OFFICE):
        return _OFFICE if _OWN_OFFICE.match(name) else name
    bare = re.sub(r"\([^()]*\)$", "", name)
    if bare != name and bare.endswith(_OFFICE):
        return own_name(bare)
    return _OWN.sub("", name)


def is_many(name: str) -> bool:
    """Whether one name stands for many bodies: 各区局."""
    return bool(_MANY.search(name))


def _same(name: str, others: list[str]) -> str | None:
    """The one longer name that `name` shortens: same ending, its characters in the same order."""
    fitting = [other for other in others if _shortens(name, other)]
    return fitting[0] if len(fitting) == 1 else None


def _shortens(short: str, long: str) -> bool:
    if len(short) >= len(long) or short[-1] != long[-1] or _unlike(short, long) or short == _OFFICE:
        return False
    if long.endswith(short):
        return len(short) >= _SUFFIX
    rest = iter(long)
    return short[0] == long[0] and all(char in rest for char in short)


def _root(name: str, likened: Mapping[str, str]) -> str:
    """The full name at the end of what `name` shortens; each step is to a longer one."""
    while name in likened:
        name = likened[name]
    return name


def _unlike(short: str, long: str) -> bool:
    """各区局 and 各区市场监管局 may be the same; 相关科室 and 相关业务科室 need not be."""
    many = is_many(short)
    return many != is_many(long) or (many and short[0] != "各")


def _kind(name: str, *, first: bool) -> str:
    if is_many(name):
        return "collective"
    if first:
        return "issuer"
    return "association" if name.endswith("协会") else "department"
