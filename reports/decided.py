"""What somebody decided or asked for, as a sentence of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.stamps import until
from reports.terms import addressee, term


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called: units, tasks, and the people behind commitments."""

    units: Mapping[str, str]
    tasks: Mapping[str, str]
    people: Mapping[str, str]

    def unit_of(self, key: str) -> str:
        """The unit that owes the obligation `key`."""
        unit = key.split("/")[2]
        return self.units.get(unit, unit)


def decided(body: dict[str, Any], names: Names, *, english: bool) -> str:
    """A deadline given anew, or a request that waits for a decision."""
    data, kind = body["data"], body["kind"]
    if kind == "asked":
        return _asked(data, names, english=english)
    breach = datetime.fromisoformat(data["breach"]) if data["breach"] is not None else None
    asked, why = until(breach), data.get("reason", "")
    if kind == "restored":
        because = why or ("amendment" if english else "补充通知")
        return f"owed again by {asked} ({because})" if english else f"恢复要求，截止时间{asked}（{because}）"
    if english:
        return f"{kind} for rework by {asked}: {why}"
    return f"{'退回修改' if kind == 'returned' else '重新办理'}，限{asked}前：{why}"


def detail(body: dict[str, Any], names: Names, *, english: bool) -> str:
    """What else is to be said: to whom, of what, why."""
    data, kind = body["data"], body["kind"]
    if kind == "withdrawn" and "to" in data:
        unit = names.unit_of(data["to"])
        return (
            f": transferred to {unit}, {data['reason']}" if english else f"：转由{unit}办理，{data['reason']}"
        )
    if kind == "acknowledged":
        what, _, rest = data["what"].partition(":")
        if what == "revision":
            return f" revision {rest}" if english else f"文件（第{rest}版）"
        if "rung" in data:
            return f" the notice ({term('en', data['rung'])})" if english else f"{term('zh', data['rung'])}单"
        return " the instruction" if english else "批示"
    if kind in {"signed", "dropped"}:
        key = data["notice"] if kind == "signed" else data["withdrawn"][0]
        to = addressee("en" if english else "zh", key[2], names.units)
        why = f"：{data['reason']}" if kind == "dropped" else ""
        return f" to {to}{why.replace('：', ': ')}" if english else f"，发给{to}{why}"
    said = data.get("reason") or data.get("text") or ""
    return f"{': ' if english else '：'}{said}" if said else ""


def _asked(data: dict[str, Any], names: Names, *, english: bool) -> str:
    wanted, why = data["wanted"], data["reason"]
    if data["kind"] == "extension":
        so_far = data["progress"]
        if english:
            return f"asked for an extension until {wanted}: {why}; so far: {so_far}"
        return f"申请延期至{wanted}：{why}；目前进展：{so_far}"
    if data["kind"] == "transfer":
        unit = names.units.get(wanted or "", wanted or "")
        if english:
            return f"asked for a transfer{f' to {unit}' if unit else ''}: {why}"
        return f"申请改派{f'给{unit}' if unit else ''}：{why}"
    return f"proposed to take it as not filed: {why}" if english else f"提请视为未报送：{why}"
