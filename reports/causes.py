"""What brought a version of a deadline about."""

_CAUSES = {
    "planned": ("列入计划", "planned"),
    "calendar": ("节假日安排", "holiday notice"),
    "corrected": ("起算日更正", "the day it counts from was corrected"),
    "amended": ("补充通知", "amendment"),
    "announced": ("提前的期限自通知送达后生效", "the earlier date binds since it was announced"),
    "extended": ("批准延期", "extension granted"),
    "resumed": ("恢复计时", "the clock goes on"),
    "ended": ("按登记的事件", "by what was recorded"),
}


def cause(code: str, lang: str) -> str:
    """What people call it; a cause without a name is shown as it is."""
    return _CAUSES.get(code, (code, code))[lang == "en"]
