"""What is said of statistics tables: faults of their declaration, and what a filled-in one lacks."""

from collections.abc import Mapping
from typing import Any

_Pair = tuple[str, str]

#: Faults of declared forms: (message, hint) in Chinese and in English.
FORMS: dict[str, tuple[_Pair, _Pair]] = {
    "agreement_form": (
        ("勾稽关系只有两种写法", "请写 {{total: 合计行, of: [甲, 乙]}} 或 {{row: 甲, at_most: 乙}}"),
        ("rows agree in one of two ways", "write {{total: sum, of: [a, b]}} or {{row: a, at_most: b}}"),
    ),
    "row_twice": (
        ("表行代号“{name}”重复", "请给每一行各自的代号"),
        ("two rows with the key “{name}”", "give each row a key of its own"),
    ),
    "column_twice": (
        ("列“{name}”重复", "请给每一列各自的名称"),
        ("two columns called “{name}”", "give each column a name of its own"),
    ),
    "no_decimals": (
        ("“{name}”不是金额或百分比，没有小数", "请删去 decimals，或写 type: amount"),
        (
            "“{name}” is neither amount nor percentage and has no decimals",
            "delete it, or write type: amount",
        ),
    ),
    "no_bounds": (
        ("“{name}”不是数字，没有上下限", "请删去 min 和 max"),
        ("“{name}” is no figure and has no bounds", "delete min and max"),
    ),
    "bounds_crossed": (
        ("上限{high}小于下限{low}", "请核对"),
        ("the upper bound {high} is below the lower one, {low}", "check them"),
    ),
    "unknown_row": (
        ("表里没有代号为“{name}”的行", "是不是“{suggestion}”？"),
        ("the form has no row “{name}”", "did you mean “{suggestion}”?"),
    ),
    "not_added": (
        ("“{name}”不是数量或金额，不能相加", "请只列数量或金额的行"),
        ("“{name}” is neither count nor amount and cannot be added", "name rows of counts or amounts"),
    ),
    "total_of_itself": (
        ("“{name}”不能同自己勾稽", "请删去"),
        ("“{name}” cannot agree with itself", "delete it here"),
    ),
    "added_twice": (
        ("“{name}”写了两次", "请删去其中一个"),
        ("“{name}” stands twice", "delete one of them"),
    ),
    "units_differ": (
        ("“{name}”的计量单位是{unit}，与{other}不能相加或比较", "请核对计量单位"),
        ("“{name}” is measured in {unit}, and cannot be compared with {other}", "check the units of measure"),
    ),
    "no_such_column": (
        ("没有名为“{name}”的列", "是不是“{suggestion}”？"),
        ("there is no column “{name}”", "did you mean “{suggestion}”?"),
    ),
    "cumulative_of_two": (
        ("“{name}”累计哪一列不明确：共有{count}列", "有累计列的表应正好两列，如 [本月, 累计]"),
        (
            "what “{name}” adds up is not clear: there are {count} columns",
            "a form with a cumulative column has exactly two, e.g. [本月, 累计]",
        ),
    ),
}

#: Why a cell cannot be read, by code.
_WHY: dict[str, _Pair] = {
    "number": ("应为数字", "is no number"),
    "only_digits": ("只写数字，不写计量单位和其他文字", "write the figure alone, without unit or words"),
    "nothing": ("是没有，还是未填？没有请写 0", "none, or not filled in? for none write 0"),
    "spaces": ("数字中间有空格", "has spaces within the figure"),
    "thousands": ("千分位逗号的位置不对", "has a comma in the wrong place"),
    "whole": ("应为整数", "must be a whole number"),
    "decimals": ("小数不超过{decimals}位", "has more than {decimals} decimals"),
    "low": ("应不小于{min}", "is below {min}"),
    "high": ("应不大于{max}", "is above {max}"),
    "long": ("太长", "is too long"),
    "date": ("应为日期，如 2017-10-28", "is no date, such as 2017-10-28"),
    "no_day": ("没有这一天", "is a day that there is not"),
    "future": ("晚于今天{today}", "lies after today, {today}"),
    "plain": ("含有控制字符", "holds control characters"),
    "phone": ("应为电话号码", "is no telephone number"),
}
#: What a filled-in form lacks, or what is doubtful about it, by code.
_SAID: dict[str, _Pair] = {
    "cell": ("“{where}”填的是“{typed}”：{why}{write}", "“{where}”: “{typed}” {why}{write}"),
    "blank": (
        "{title}有{count}格未填：{names}；没有发生请填 0",
        "{title}: {count} cells are blank: {names}; write 0 where there was none",
    ),
    "no_row": ("{title}里没有“{typed}”这一行{write}", "{title} has no row “{typed}”{write}"),
    "no_column": ("{title}里没有“{typed}”这一列{write}", "{title} has no column “{typed}”{write}"),
    "two_rows": ("{title}里“{typed}”填了两次", "{title}: “{typed}” is filled in twice"),
    "which_row": (
        "{title}里有几行叫“{typed}”：请在第一列写代号",
        "{title} has several rows called “{typed}”: write the row's key in the first column",
    ),
    "no_table": (
        "“{typed}”读不出表格：请另存为CSV（第一列为行名）",
        "“{typed}” is no table: save it as CSV, names of rows first",
    ),
    "total": (
        "“{where}”填{found}，各行之和为{sum}（{names}）",
        "“{where}” says {found}, its rows add up to {sum} ({names})",
    ),
    "at_most": (
        "“{where}”填{found}，大于{sum}（{names}）",
        "“{where}” says {found}, which is above {sum} ({names})",
    ),
    "cumulative": (
        "“{where}”填{found}，上期累计加本期为{sum}",
        "“{where}” says {found}, the earlier periods and this one give {sum}",
    ),
    "dropped": (
        "{title}有{count}格上期有数、本期为 0：{names}；请核对",
        "{title}: {count} cells fell to 0 from a figure: {names}; check them",
    ),
}
#: Codes of lacks and doubts that are told here.
CODES = frozenset(_SAID)
#: More names than these nobody reads on one line.
_NAMED = 8


def form_text(lack: Mapping[str, Any], lang: str = "zh") -> str:
    """One lack or doubt of a filled-in form in words: where, what was typed, what to write instead."""
    english = lang == "en"
    told = {name: value for name, value in lack.items() if value is not None}
    if "names" in lack:
        told |= {"names": _listed(lack["names"], english=english), "count": len(lack["names"])}
    told["write"] = _instead(lack, english=english)
    if "why" in lack:
        told["why"] = _WHY[lack["why"]][english].format(**told)
    return _SAID[lack["code"]][english].format(**told)


def _listed(names: list[str], *, english: bool) -> str:
    shown = (", " if english else "、").join(names[:_NAMED])
    return shown if len(names) <= _NAMED else shown + (" …" if english else "等")


def _instead(lack: Mapping[str, Any], *, english: bool) -> str:
    write = lack.get("write")
    if not write:
        return ""
    asked = lack["code"] in {"no_row", "no_column"}
    if english:
        return f", did you mean “{write}”?" if asked else f"; write {write}"
    return f"，是不是“{write}”？" if asked else f"；请写 {write}"
