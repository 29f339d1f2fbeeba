"""A certificate in sentences, one reason a line, in Chinese and English."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from deadlines.certificate import read
from deadlines.festivals import NAMES
from deadlines.wording import REASONS

WEEKDAYS_ZH = "一二三四五六日"


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


def because(certificate: str, lang: str = "zh", called: Mapping[str, str] | None = None) -> list[str]:
    """The certificate in sentences, one reason a line, in Chinese (`zh`) or English (`en`).

    `called` says what people call events and tasks, by their keys.
    """
    body = read(certificate)
    words = {code: pair[lang == "en"] for code, pair in REASONS.items()}
    lines = [words["text"].format(**body["rule"], where=_where(body["rule"], lang))]
    lines += [words[key].format(law=_cited(body[key])) for key in ("law", "counted_by") if key in body]
    lines += _trigger_lines(body, words, called or {})
    lines += _count_lines(body.get("count") or {}, words, lang)
    lines += _day_lines(body.get("back") or {}, words, lang)
    lines += [_note(note, words, lang) for note in body["notes"]]
    lines += _instant_lines(body, words, lang)
    if "calendar" in body:
        sep = "、" if lang == "zh" else ", "
        notices = sep.join(body["calendar"]["notices"]) or words["no_notice"]
        lines.append(words["calendar"].format(notices=notices))
    return [*lines, words["provisional"]] if body["provisional"] else lines


def because_moved(old: str, new: str, lang: str = "zh") -> list[str]:
    """Why the certificate `new` gives another date than `old`: what it counts from, days turned, notices."""
    words = {code: pair[lang == "en"] for code, pair in REASONS.items()}
    before, after = read(old), read(new)
    lines = _trigger_moved(before, after, words)
    off, worked = _turned(before, after)
    lines += [words["newly_off"].format(days=_stretches(off, lang))] if off else []
    lines += [words["newly_worked"].format(days=_stretches(worked, lang))] if worked else []
    if not lines:
        told = {_as_text(note) for note in before["notes"]}
        lines = [_note(note, words, lang) for note in after["notes"] if _as_text(note) not in told]
    known = before.get("calendar", {}).get("notices", [])
    notices = [one for one in after.get("calendar", {}).get("notices", []) if one not in known]
    sep = "、" if lang == "zh" else ", "
    return [*lines, words["by_notice"].format(notices=sep.join(notices))] if notices else lines


def _as_text(note: dict[str, Any]) -> str:
    """A note as one text, to tell whether it was there before."""
    return json.dumps(note, sort_keys=True)


def _trigger_moved(before: dict[str, Any], after: dict[str, Any], words: dict[str, str]) -> list[str]:
    old, new = (body["facts"].get("trigger") for body in (before, after))
    if after["kind"] == "window":
        return _window_moved(before, after, words)
    if old is None or new is None:
        return []
    was, now = (one.get("at", one["day"])[:16].replace("T", " ") for one in (old, new))
    key = "above_moved" if _from_above(after) else "trigger_moved"
    return [words[key].format(was=was, now=now)] if was != now else []


def _window_moved(before: dict[str, Any], after: dict[str, Any], words: dict[str, str]) -> list[str]:
    """From when to when a window is now, and was."""
    ends = [[str(body.get(name, "")) for name in ("opens", "closes")] for body in (before, after)]
    if not all(ends[0]) or ends[0] == ends[1]:
        return []
    (was_opens, was), (opens, now) = ends
    told = {"was_opens": _minute(was_opens), "was": _minute(was, bound=True)}
    return [words["window_moved"].format(opens=_minute(opens), now=_minute(now, bound=True), **told)]


def _minute(instant: str, *, bound: bool = False) -> str:
    """2017-01-27 00:00; a midnight that ends something is the 24:00 of the day before."""
    read = datetime.fromisoformat(instant)
    if bound and (read.hour, read.minute) == (0, 0):
        return f"{read - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{read:%Y-%m-%d %H:%M}"


def _turned(
    before: dict[str, Any], after: dict[str, Any]
) -> tuple[list[tuple[date, str | None]], list[tuple[date, str | None]]]:
    """Days that `after` skips and `before` counted, and the other way round, with their names."""
    old, new = (body.get("count") or body.get("back") or {} for body in (before, after))
    skipped = [{day: name for day, _, name in days.get("skipped", ())} for days in (old, new)]
    made_up = dict(new.get("make_up", ()))
    # Days that only one of them looked at were not turned.
    ends = [sorted([_start(body), body["last_day"] or ""]) for body in (before, after)]
    first, last = max(end[0] for end in ends), min(end[1] for end in ends)
    off = [(day, name) for day, name in skipped[1].items() if day not in skipped[0] and first <= day <= last]
    worked = [(day, made_up.get(day)) for day in skipped[0] if day not in skipped[1] and first <= day <= last]
    return (
        [(date.fromisoformat(day), name) for day, name in off],
        [(date.fromisoformat(day), name) for day, name in worked],
    )


def _start(body: dict[str, Any]) -> str:
    """The day that a period counts from, forwards or back; of what counts from none, its own last day."""
    back = next((note["day"] for note in body["notes"] if note["code"].startswith("back_")), None)
    return str(back or body["facts"].get("trigger", {}).get("day", body["last_day"] or ""))


def _cited(law: dict[str, str]) -> str:
    number = f"（{law['number']}）" if "number" in law else ""
    return f"《{law['law']}》{number}{law['article']}"


def _trigger_lines(body: dict[str, Any], words: dict[str, str], called: Mapping[str, str]) -> list[str]:
    trigger = body["facts"].get("trigger")
    if trigger is None or body["kind"] == "before":
        return [_above(trigger, words, called)] if _from_above(body) else []
    start = words[body["start_day"]]
    name = called.get(trigger["event"], trigger["event"])
    event = words.get(f"event_{trigger['event']}", name)
    if "of" in trigger:
        event = words["event_deadline"].format(task=name)
    moment = datetime.fromisoformat(trigger["at"]).strftime("%Y-%m-%d %H:%M") if "at" in trigger else None
    # Of one day or of hours no day is left out.
    key = "trigger" if body["kind"] == "after" and "hours" not in body["rule"]["after"] else "born"
    return [words[key].format(day=moment or trigger["day"], event=event, start=start)]


def _from_above(body: dict[str, Any]) -> bool:
    """Whether it counts back from the deadline of a task of the campaign above."""
    return "parent" in body["rule"].get("before", {})


def _above(trigger: dict[str, Any], words: dict[str, str], called: Mapping[str, str]) -> str:
    campaign, task, _, *period = trigger["of"].split("/")
    name = called.get(f"{campaign}/{task}", task)
    shown = f"{name}（{period[0]}）" if period else name
    return words["above"].format(day=trigger["day"], task=shown)


def _instant_lines(body: dict[str, Any], words: dict[str, str], lang: str) -> list[str]:
    def shown(instant: str) -> str:
        read = datetime.fromisoformat(instant)
        return instant_zh(read) if lang == "zh" else read.strftime("%Y-%m-%d %H:%M %a")

    if body["breach"]:
        return [words["instants"].format(target=shown(body["target"]), breach=shown(body["breach"]))]
    if "closes" not in body:
        return [words["no_instant"]]
    return [
        words["window"].format(
            opens=_end(body["opens"], lang), closes=_end(body["closes"], lang, bound=True)
        ),
        words["no_instant"],
    ]


def _end(instant: str, lang: str, *, bound: bool = False) -> str:
    """One end of a window, with its year; a midnight that ends it is the 24:00 of the day before."""
    read = datetime.fromisoformat(instant)
    if lang != "zh":
        return read.strftime("%Y-%m-%d %H:%M %a")
    said = instant_zh(read) if bound else f"{day_zh(read.date())}{read:%H:%M}"
    year = (read - timedelta(microseconds=1)).year if bound else read.year
    return f"{year}年{said}"


def _where(rule: dict[str, Any], lang: str) -> str:
    places = [rule[k] for k in ("source", "rule") if rule.get(k)]
    joined = "，".join(places) if lang == "zh" else ", ".join(places)
    return f"（{joined}）" if joined and lang == "zh" else f" ({joined})" if joined else ""


def _note(note: dict[str, Any], words: dict[str, str], lang: str) -> str:
    named = {**note, **_why(note, lang)}
    if "festival" in note and lang == "zh":
        named["festival"] = NAMES[note["festival"]][0]
    if "approver" in note:
        by = f"，{note['approver']}批准" if lang == "zh" else f", approved by {note['approver']}"
        named["by"] = by if note["approver"] else ""
    return words[note["code"]].format(**named)


def _why(note: dict[str, Any], lang: str) -> dict[str, str]:
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
    if not count:
        return []
    lines = _day_lines(count, words, lang)
    if "paused" in count:
        stood: list[tuple[date, str | None]] = [(date.fromisoformat(day), None) for day in count["paused"]]
        lines.append(words["stood"].format(days=_stretches(stood, lang)))
    return [*lines, words["counted"].format(n=count["working_days"])]


def _day_lines(days: dict[str, Any], words: dict[str, str], lang: str) -> list[str]:
    """The days skipped, and the make-up days that count."""
    lines = []
    if days.get("skipped"):
        skipped = [(date.fromisoformat(d), name) for d, _, name in days["skipped"]]
        lines.append(words["skipped"].format(days=_stretches(skipped, lang)))
    if days.get("make_up"):
        made_up = [(date.fromisoformat(d), name) for d, name in days["make_up"]]
        lines.append(words["make_up"].format(days=_stretches(made_up, lang)))
    return lines


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
