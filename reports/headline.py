"""The leader's sentence: where a campaign is, how far, and who is late, by name."""

from typing import Any

from campaigns.progress import ON_PACE, UNMEASURED, Progress
from campaigns.standing import Standing
from deadlines.because import weekday_zh

_SENTENCES = {
    "headline": (
        "{title}，{date}：{phases}；已过{gone}天/{days}天（{percent}%），办结{closed}/{total}件（{done}%），即将到期{soon}件，逾期{overdue}件{late}",
        "{title}, {date}: {phases}; day {gone} of {days} ({percent}%), {closed} of {total} closed ({done}%), {soon} due soon, {overdue} overdue{late}",
    ),
    "counted": (
        "{mark} 完成{done}/{of}（{share}%），时间已过{time}%",
        "{mark} {done} of {of} done ({share}%), {time}% of the time gone",
    ),
    "unmeasured": (
        "{mark} 尚无到期事项，时间已过{time}%",
        "{mark} nothing due yet, {time}% of the time gone",
    ),
    "behind": ("，落后{behind}个百分点{colour}", ", {behind} points behind{colour}"),
    "on pace": ("，达到序时进度", ", on pace"),
    "light blue": ("（蓝灯）", " (blue)"),
    "light yellow": ("（黄灯）", " (yellow)"),
    "light orange": ("（橙灯）", " (orange)"),
    "light red": ("（红灯）", " (red)"),
}


def headline(found: Standing, lang: str) -> str:
    """One sentence: where we are, and who is late, by name."""
    day, total = found.at.date(), found.total.counted
    late = "、".join(found.overdue_units)
    return _say(
        lang,
        "headline",
        title=found.title,
        date=day.isoformat() if lang == "en" else f"{day.month}月{day.day}日（{weekday_zh(day)}）",
        phases="、".join(found.phases_now) or ("不在任何阶段内", "in no phase")[lang == "en"],
        gone=found.days_gone,
        days=found.days,
        percent=found.percent,
        closed=found.total.closed,
        total=total,
        done=round(100 * found.total.closed / total) if total else 0,
        soon=found.total.soon,
        overdue=found.total.overdue,
        late=(f"（{late}）", f": {late}")[lang == "en"] if late else "",
    )


def against_time(measured: Progress, found: Standing, lang: str) -> str:
    """Progress with both counts: `▲ 完成3/5（60%），时间已过75%，落后15个百分点（黄灯）`."""
    told: dict[str, Any] = {"done": measured.done, "of": measured.of, "time": round(100 * measured.time)}
    if measured.share is None or measured.behind is None:
        return _say(lang, "unmeasured", mark=found.progress_marks[UNMEASURED], **told)
    share, behind = round(100 * measured.share), round(measured.behind)
    told |= {"mark": found.progress_marks[measured.light], "share": share}
    gap = "on pace" if measured.light == ON_PACE and behind <= 0 else "behind"
    colour = "" if measured.light == ON_PACE else _say(lang, f"light {measured.light}")
    return _say(lang, "counted", **told) + _say(lang, gap, behind=behind, colour=colour)


def _say(lang: str, code: str, **values: object) -> str:
    return _SENTENCES[code][lang == "en"].format(**values)
