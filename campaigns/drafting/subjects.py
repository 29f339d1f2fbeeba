"""Who a sentence speaks to: 各区市场监管局要…, 请各部门…, and whom the sentence before spoke to."""

import re

from campaigns.drafting.bodies import listed

_CHAR = r"[^,。;:、()请要应须需把将由\s]"
_END = (
    "委员会|领导小组|办公室|协会|中心|总队|支队|大队|部门|单位|处室|科室|工作组|督查组|专班|"
    "局|委|处|科|所|室|队|站|厅"
)
_ONE = rf"{_CHAR}{{1,20}}?(?:{_END})(?:\([^()]{{1,15}}[科处室]\))?"
_MODAL = (
    "请|要|应|须|需|必须|务必|将|于|在|每|负责|牵头|按|根据|明确|认真|切实|积极|及时|立即|定期|组织|开展|填写|加强|做好|"
    "落实|结合|安排|确定|成立|制定|研究|把|对|向|可|抽调|选派|报送|上报|完成|汇总|,|分别|共同|统一|全面|进一步"
)
_SUBJECT = re.compile(rf"(?:^|[,;:])(?:并|同时)?(?:请|要求|由)?(?P<names>(?:{_ONE}、)*{_ONE})(?={_MODAL}|\d)")
_VERBS = re.compile(
    "^(?:指导|督促|组织|协调|配合|联合|会同|按照|根据|依据|对|在|向|为|以|加强|支持|通过|经|与|和|及|是|使|让|给|报|并|不|引导|选派|立足|依托|抽调|成立|特别是|牵头|积极|协助|努力|负责|迎接|梳理|开发|全面|领导小组办公室设)"
)
_OTHERS = re.compile(r"各[^,。;、]{0,8}(?:局|单位|部门|所|处室|科室)")
_OWN = re.compile("本局|本单位|本部门|本辖区|本地区")


def subject(plain: str) -> tuple[str, ...]:
    """The bodies that `plain` speaks to, as it names them; none where it names nobody in that place."""
    text = re.sub(r"^(?:[^,。;:]{1,4}、|\([^()]{1,4}\))", "", plain)
    for match in _SUBJECT.finditer(text):
        if _VERBS.match(match["names"]):
            continue
        names = listed(match["names"])
        if names:
            return tuple(names)
    return ()


def speaks_of_own(plain: str) -> bool:
    """Whether a sentence says 本局 or 本单位, and so speaks to those who were spoken to before."""
    return bool(_OWN.search(plain))


def carries_on(plain: str) -> bool:
    """Whether a sentence without a subject may go on speaking to the one before's."""
    return bool(_OWN.search(plain)) or not _OTHERS.search(plain)
