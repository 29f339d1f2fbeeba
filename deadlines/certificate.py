"""The certificate of a deadline: why the date is that date, as canonical JSON and in words."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from deadlines.language import Rule
from deadlines.office import Office
from deadlines.workdays import WorkCalendar

FORMAT = 1
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
WEEKDAYS_ZH = "一二三四五六日"


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text in every process."""
    return _ENCODE(value)


class Certificate:
    """Collects the reasons of one deadline while it is computed; `finish` gives the canonical JSON."""

    def __init__(self, rule: Rule, calendar: WorkCalendar, office: Office) -> None:
        """Begin the certificate of `rule`, counted by `calendar` in the hours and zone of `office`."""
        self._calendar = calendar
        self._body: dict[str, Any] = {
            "v": FORMAT,
            "kind": rule.kind,
            "text": rule.text,
            "source": rule.source,
            "rule": rule.rule,
            "bound": rule.bound,
            "roll": rule.roll,
            "start_day": rule.start_day,
            "zone": office.timezone,
            "notes": [],
        }
        self._first: date | None = None

    def note(self, code: str, **found: str | int) -> None:
        """One reason more, by its code."""
        self._body["notes"].append({"code": code, **found})

    def triggered(self, event: str, day: date) -> None:
        """The period counts from `event` on `day`."""
        self._first = day
        self._body["trigger"] = {"event": event, "day": day.isoformat()}

    def counted(self, start: date, end: date) -> None:
        """Each day in (start, end], counted or skipped and why."""
        counted, skipped, made_up = 0, [], []
        for fact in self._calendar.facts(start, end):
            counted += fact.working
            if fact.kind == "make-up":
                made_up.append([fact.day.isoformat(), fact.name])
            elif not fact.working:
                skipped.append([fact.day.isoformat(), fact.kind, fact.name])
        self._body["count"] = {"working_days": counted, "skipped": skipped, "make_up": made_up}

    def rolled(self, named: date, last: date) -> None:
        """The last day moved because it is a day off."""
        self.note("rolled", named=named.isoformat(), last=last.isoformat(), why=self._why(named))

    def shifted(self, last: date, target: datetime) -> None:
        """People are asked for an earlier day because the last one is a day off."""
        if target.date() < last and not self._calendar.is_working(last):
            self.note(
                "asked_earlier", last=last.isoformat(), asked=target.date().isoformat(), why=self._why(last)
            )

    def finish(
        self,
        target: datetime | None,
        breach: datetime | None,
        *,
        last_day: date | None = None,
        furthest: date | None = None,
        provisional: bool = False,
    ) -> str:
        """The certificate as canonical JSON; `furthest` is the last day that counting looked at."""
        body = self._body
        body["target"] = target.isoformat() if target else None
        body["breach"] = breach.isoformat() if breach else None
        body["last_day"] = last_day.isoformat() if last_day else None
        body["provisional"] = provisional
        if last_day is not None and target is not None:
            start = min(self._first or last_day, target.date())
            body["calendar"] = self._calendar.version(start, furthest or last_day)
        return canonical(body)

    def _why(self, day: date) -> str:
        fact = self._calendar.fact(day)
        return fact.name or fact.kind


def weekday_zh(day: date) -> str:
    """星期六 and its kin."""
    return f"星期{WEEKDAYS_ZH[day.weekday()]}"


def day_zh(day: date) -> str:
    """10月27日（星期五）."""
    return f"{day.month}月{day.day}日（{weekday_zh(day)}）"


def instant_zh(instant: datetime) -> str:
    """10月27日（星期五）17:30; a midnight is the 24:00 of the day before."""
    if (instant.hour, instant.minute) == (0, 0):
        ended = date.fromordinal(instant.date().toordinal() - 1)
        return f"{day_zh(ended)}24:00"
    return f"{day_zh(instant.date())}{instant:%H:%M}"


def because(certificate: str, lang: str = "zh") -> list[str]:
    """The certificate in sentences, one reason a line, in Chinese (`zh`) or English (`en`)."""
    body = json.loads(certificate)
    words = _EN if lang == "en" else _ZH
    lines = [words["text"].format(**body, where=_where(body, lang))]
    if "trigger" in body:
        lines.append(words["trigger"].format(**body["trigger"], start=words[body["start_day"]]))
    if "count" in body:
        lines += _count_lines(body["count"], words, lang)
    lines += [words[note["code"]].format(**{**note, **_named(note, lang)}) for note in body["notes"]]
    if body["breach"]:
        target, breach = (datetime.fromisoformat(body[k]) for k in ("target", "breach"))
        shown = instant_zh if lang == "zh" else lambda i: i.strftime("%Y-%m-%d %H:%M %a")
        lines.append(words["instants"].format(target=shown(target), breach=shown(breach)))
        sep = "、" if lang == "zh" else ", "
        lines.append(words["calendar"].format(notices=sep.join(body["calendar"]["notices"])))
    else:
        lines.append(words["no_instant"])
    if body["provisional"]:
        lines.append(words["provisional"])
    return lines


def _where(body: dict[str, Any], lang: str) -> str:
    places = [body[k] for k in ("source", "rule") if body[k]]
    joined = "，".join(places) if lang == "zh" else ", ".join(places)
    return f"（{joined}）" if joined and lang == "zh" else f" ({joined})" if joined else ""


def _named(note: dict[str, Any], lang: str) -> dict[str, str]:
    """The note's reason in words: a holiday keeps its name, a weekend shows its weekday."""
    if "why" not in note:
        return {}
    day = date.fromisoformat(note.get("named", note["last"]))
    if note["why"] == "holiday":
        return {"why": "法定节假日" if lang == "zh" else "a statutory holiday"}
    if note["why"] == "weekend":
        return {"why": weekday_zh(day) if lang == "zh" else f"{day:%A}"}
    return {"why": f"{note['why']}放假" if lang == "zh" else f"the {note['why']} holiday"}


def _count_lines(count: dict[str, Any], words: dict[str, str], lang: str) -> list[str]:
    lines = []
    if count["skipped"]:
        skipped = [(date.fromisoformat(d), name) for d, _, name in count["skipped"]]
        lines.append(words["skipped"].format(days=_stretches(skipped, lang)))
    if count["make_up"]:
        made_up = [(date.fromisoformat(d), name) for d, name in count["make_up"]]
        lines.append(words["make_up"].format(days=_stretches(made_up, lang)))
    return [*lines, words["counted"].format(n=count["working_days"])]


def _stretches(days: list[tuple[date, str | None]], lang: str) -> str:
    """Days in words, neighbours with the same name as one stretch: 10-01至10-08（国庆节）."""
    runs: list[tuple[date, date, str | None]] = []
    for day, name in days:
        if runs and runs[-1][2] == name and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    to, sep = ("至", "、") if lang == "zh" else (" to ", ", ")
    shown = []
    for first, last, name in runs:
        span = f"{first:%m-%d}" if first == last else f"{first:%m-%d}{to}{last:%m-%d}"
        named = (f"（{name}）" if lang == "zh" else f" ({name})") if name else ""
        shown.append(span + named)
    return sep.join(shown)


_ZH = {
    "text": "文件要求“{text}”{where}",
    "trigger": "自{day}起算（{event}），{start}",
    "excluded": "当日不计入",
    "included": "当日计入",
    "skipped": "不计：{days}",
    "make_up": "调休上班，计入：{days}",
    "counted": "共计{n}个工作日",
    "natural_days": "按自然日计{days}日",
    "span": "该时段为{first}至{last}，以末日为准",
    "period": "本期期限日：{day}",
    "rolled": "{named}为{why}，改为{last}",
    "not_that_day": "“前”不含{day}当日，最后一日为{last}",
    "asked_earlier": "{last}为{why}，请提前至{asked}报送",
    "target_before_opening": "请报时间早于开始时间，以截止时间为准",
    "instants": "请报时间：{target}；截止时间：{breach}（此前报送均为按时）",
    "calendar": "日历依据：{notices}",
    "no_instant": "没有具体日期：只提醒办理，不计逾期",
    "provisional": "暂定：所在年份的节假日安排尚未公布，公布后重新计算",
}
_EN = {
    "text": "The document says “{text}”{where}",
    "trigger": "Counted from {day} ({event}), {start}",
    "excluded": "that day not counted",
    "included": "that day counted",
    "skipped": "Not counted: {days}",
    "make_up": "Make-up working days, counted: {days}",
    "counted": "{n} working days in all",
    "natural_days": "{days} calendar days",
    "span": "That period runs from {first} to {last}; its last day counts",
    "period": "This period's day: {day}",
    "rolled": "{named} is {why}: moved to {last}",
    "not_that_day": "“Before” leaves out {day} itself: the last day is {last}",
    "asked_earlier": "{last} is {why}: please file by {asked}",
    "target_before_opening": "The target lies before the opening: the breach stands for it",
    "instants": "Target: {target}; breach: {breach} (a filing before it is in time)",
    "calendar": "Calendar: {notices}",
    "no_instant": "No date: it is asked for, and can never be overdue",
    "provisional": "Provisional: the holiday notice of that year is not published; recomputed when it is",
}
