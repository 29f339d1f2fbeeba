"""Who does it: (甲科牵头，乙中心、丙协会配合) and what else stands in brackets behind a paragraph."""

import re
from dataclasses import dataclass

from campaigns.drafting.bodies import is_many, listed
from campaigns.drafting.doubts import Doubt, doubt

_BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))+)\)[。;.]*$")
_LABELLED = re.compile(r"(?P<role>牵头|主办|责任|承办|配合|协办|协助)(?:单位|部门|处室|科室|科所)?:")
_SAID = re.compile(
    r"^(?:由)?(?P<names>.+?)(?P<verb>按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?负责|按(?:照)?职责分工|分别负责|分工负责|共同负责|"
    r"牵头负责|共同牵头|牵头组织|牵头|主办|组织指导|指导|负责|具体配合|积极配合|配合|协助|协办|参与|参加)$"
)
_HELPING = ("配合", "协助", "协办", "参与", "参加")
_EACH = ("按", "分")
_LEADS = 2


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does what, by the names that stand in the document."""

    #: Each for itself.
    responsible: tuple[str, ...] = ()
    #: The first of them is 主办.
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    #: The document's own verb.
    verb: str | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody."""
        return (*self.responsible, *self.lead, *self.cooperating)


def in_bracket(plain: str) -> tuple[Roles, int] | None:
    """The roles in the bracket that ends `plain`, and where it begins; None where there are none."""
    match = _BRACKET.search(plain[-400:])
    roles = roles_in(match[1]) if match else None
    return (roles, max(0, len(plain) - 400) + match.start()) if match and roles else None


def roles_in(text: str) -> Roles | None:
    """What a bracket says: 甲牵头,乙、丙配合; 责任单位:甲; a bare list is responsible; else None."""
    labels = list(_LABELLED.finditer(text))
    parts = _labelled(text, labels) if labels and not labels[0].start() else _spoken(text)
    if not parts:
        return None
    lead = [name for verb, names in parts if _is_lead(verb) for name in names]
    helping = [name for verb, names in parts if verb in _HELPING or verb.endswith(_HELPING) for name in names]
    rest = [(verb, names) for verb, names in parts if not _is_lead(verb) and not verb.endswith(_HELPING)]
    owed = [name for _, names in rest for name in names]
    verb = next((verb for verb, _ in parts if verb and not verb.endswith(_HELPING)), None)
    return assigned(lead, owed, helping, verb)


def assigned(lead: list[str], owed: list[str], helping: list[str], verb: str | None) -> Roles:
    """Roles of those who lead, are responsible and help; of several leads the first is 主办, with a doubt."""
    doubts: list[Doubt] = []
    each = verb is not None and verb.startswith(_EACH)
    if not lead and len(owed) >= _LEADS and not each:
        # 甲、乙负责: the first named consolidates. A bare list of names says nothing of the kind.
        lead, owed = (owed, []) if verb else ([], owed)
    if lead and owed:
        helping, owed = [*owed, *helping], []
        doubts.append(doubt("owed_beside_lead", names="、".join(helping)))
    if len(lead) >= _LEADS:
        doubts.append(doubt("two_leads", first=lead[0], names="、".join(lead)))
    if not lead and not owed:
        doubts.append(doubt("no_lead", names="、".join(helping)))
    many = [name for name in (*lead, *owed) if is_many(name)]
    if many and lead:
        doubts.append(doubt("many_lead", names="、".join(many)))
    helping = [name for name in dict.fromkeys(helping) if name not in lead]
    return Roles(tuple(owed), tuple(lead), tuple(helping), verb, tuple(doubts))


def _is_lead(verb: str) -> bool:
    return "牵头" in verb or verb == "主办"


def _labelled(text: str, labels: list[re.Match[str]]) -> list[tuple[str, list[str]]]:
    """责任单位:甲、乙;配合单位:丙."""
    parts = []
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        names = listed(text[label.end() : end].strip(",;。 "))
        if not names:
            return []
        parts.append(({"责任": "负责", "承办": "负责"}.get(label["role"], label["role"]), names))
    return parts


def _spoken(text: str) -> list[tuple[str, list[str]]]:
    """甲、乙牵头,丙配合; a part without a verb has that of the next one, or none."""
    parts: list[tuple[str, list[str]]] = []
    for piece in filter(None, re.split("[,;]", text)):
        match = _SAID.match(piece)
        names = listed(match["names"] if match else piece)
        if not names:
            return []
        parts.append((match["verb"] if match else "", names))
    return parts
